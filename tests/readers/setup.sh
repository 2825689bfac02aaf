#!/usr/bin/env bash
# What `make readers` needs besides Python: Node, Chromium and MuPDF from the system, the readers from npm.
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

# npm leaves its own note of what it installed; a finished set-up is not done again.
if [[ ! node_modules/.package-lock.json -nt package-lock.json ]]; then
  PUPPETEER_SKIP_DOWNLOAD=1 npm ci --silent
  touch node_modules/.package-lock.json
fi
