#!/usr/bin/env bash
# What `make readers` needs besides Python: Node, Chromium and MuPDF from the system, the readers from npm. And what it uses
# with the word `apps`, where there is such a package: Calibre, Foliate, Okular and FBReader, with a virtual display.
set -euo pipefail
cd "$(dirname "$0")"

missing=()
command -v node > /dev/null || missing+=(nodejs)
command -v npm > /dev/null || missing+=(npm)
command -v chromium > /dev/null || command -v chromium-browser > /dev/null || command -v google-chrome > /dev/null ||
  missing+=(chromium)
command -v mutool > /dev/null || missing+=(mupdf-tools)
if ((${#missing[@]})); then
  if ! command -v apt-get > /dev/null; then
    echo "install these with the system's package manager first: ${missing[*]}" >&2
    exit 1
  fi
  as_root=()
  if ((EUID)); then as_root=(sudo); fi
  echo "installing ${missing[*]}"
  "${as_root[@]}" apt-get update -qq
  DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}" > /dev/null
fi

# An app that cannot be installed is skipped by its tests, by name.
apps=()
while [[ "${1:-}" == apps ]] && read -r program packages; do
  command -v "$program" > /dev/null || apps+=("$packages")
done << 'LIST'
ebook-viewer calibre
foliate foliate
okular okular okular-extra-backends
fbreader fbreader
Xvfb xvfb
dbus-daemon dbus
xdotool xdotool
import imagemagick
xclip xclip
LIST
if ((${#apps[@]})) && command -v apt-get > /dev/null; then
  as_root=()
  if ((EUID)); then as_root=(sudo); fi
  echo "installing ${apps[*]}"
  "${as_root[@]}" apt-get update -qq || true
  for packages in "${apps[@]}"; do
    # shellcheck disable=SC2086  # one word for each package
    DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get install -y -qq --no-install-recommends $packages > /dev/null ||
      echo "not installed: $packages" >&2
  done
fi

# npm leaves its own note of what it installed; a finished set-up is not done again.
if [[ ! node_modules/.package-lock.json -nt package-lock.json ]]; then
  PUPPETEER_SKIP_DOWNLOAD=1 npm ci --silent
  touch node_modules/.package-lock.json
fi
