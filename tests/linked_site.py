"""A Jekyll site whose pages link to its books, as `publish init --links` begins it."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from publish.cli import main

__all__ = ["build", "make_books", "written"]

_LAYOUT = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{{ page.title }}</title></head>
<body><main><h1>{{ page.title }}</h1>
{% include read-offline.html %}
{{ content }}
</main></body></html>
"""
_HOME = """---
layout: default
title: Books
---
<ul>
{%- for volume in site.data.books.volumes %}
<li>{{ volume.title }}:
{%- for file in volume.files %} <a href="{{ file.address | relative_url }}">{{ file.format }}</a> ({{ file.size }}){% endfor %}</li>
{%- endfor %}
</ul>
"""
_FILES = {
    "_config.yml": "title: Harbour\ncollections:\n  essays: {output: true}\ndefaults:\n"
    "  - scope: {path: ''}\n    values: {layout: default}\n",
    "_layouts/default.html": _LAYOUT,
    "index.html": _HOME,
    "_posts/2026-09-01-pier.md": "---\ntitle: \"The pier: a 'view'\"\n---\n\nIts planks.\n",
    "_posts/2026-10-01-größe und.md": "---\ntitle: Größe\nlang: de\n---\n\nWorte.\n",
    "_posts/2036-10-01-later.md": "---\ntitle: Later\n---\n\nNot yet.\n",
    "_essays/tide.md": "---\ntitle: Tide\n---\n\nWater comes.\n",
}


def written(folder: Path) -> Path:
    """The site in a new folder."""
    for name, text in _FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    here = Path.cwd()
    os.chdir(folder)
    try:
        assert main(["init", "--links", "--makefile"]) == 0
    finally:
        os.chdir(here)
    return folder


def make_books() -> None:
    """The books of the site in the current folder: of each post, a volume, and a zine, which no page links to."""
    for words in (["epub"], ["pdf"], ["html"], ["volume", "--title", "Autumn"], ["zine"]):
        assert main([*words, "--offline", "-q"]) == 0


def build() -> None:
    """Run the real Jekyll in the current folder."""
    run = subprocess.run(["jekyll", "build", "--trace"], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
