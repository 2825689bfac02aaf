"""Writes the addresses and the long description into the package, at build time.

The page of a package index shows README.md, where relative links and pictures lead nowhere: they become absolute. The address
of the project is `repository` in pyproject.toml, else that of the forge which runs the build. Where no address is known,
pictures are left out and links become text.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

from hatchling.metadata.plugin.interface import MetadataHookInterface

_LINK = re.compile(r"(!?)\[([^\]\n]*)\]\(((?![a-z]+:|#)[^)\s]+)\)")
"""A link or picture with a relative address."""


class CustomMetadataHook(MetadataHookInterface):
    """Sets `readme` and `urls`; Hatchling looks for this name."""

    def update(self, metadata: dict[str, Any]) -> None:
        """Complete the metadata of pyproject.toml."""
        address = (self.config.get("repository") or forge(os.environ)).rstrip("/")
        text = Path(self.root, "README.md").read_text("utf-8")
        metadata["readme"] = {"content-type": "text/markdown", "text": long_description(text, address)}
        metadata["urls"] = urls(address)


def forge(environment: os._Environ[str] | dict[str, str]) -> str:
    """The address of the repository that a forge builds, or an empty text."""
    server, name = environment.get("GITHUB_SERVER_URL", ""), environment.get("GITHUB_REPOSITORY", "")
    return f"{server}/{name}" if server and name else environment.get("CI_PROJECT_URL", "")


def urls(address: str) -> dict[str, str]:
    """The project's addresses, by label."""
    if not address:
        return {}
    return {
        "Source": address,
        "Issues": f"{address}/issues",
        "Changelog": f"{address}/blob/HEAD/CHANGELOG.md",
        "Documentation": f"{address}/tree/HEAD/docs",
    }


def long_description(text: str, address: str) -> str:
    """README.md with absolute links and pictures below this address."""

    def absolute(found: re.Match[str]) -> str:
        mark, words, target = found.groups()
        if not address:
            return "" if mark else words
        return f"{mark}[{words}]({address}/{'raw' if mark else 'blob'}/HEAD/{target})"

    return re.sub(r"\n{3,}", "\n\n", _LINK.sub(absolute, text))
