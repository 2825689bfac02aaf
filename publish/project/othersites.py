"""Sites that Hugo or Zola make: where their settings are, and what these say (gohugo.io/configuration, getzola.org)."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from datetime import date, time
from pathlib import Path
from urllib.parse import urlsplit

from publish.errors import PostError
from publish.keep.files import as_typed, is_file, read_regular
from publish.language import fault_of_tag, normalise
from publish.model import Maker, Notice, Site
from publish.project import plainyaml, settingsfile
from publish.text import authored
from publish.text.characters import one_line
from publish.text.patterns import late
from publish.text.webaddress import valid

__all__ = ["NAMES", "config_in", "load"]

_ENDINGS = ("toml", "yaml", "yml", "json")
_OWN = tuple(f"{folder}hugo.{ending}" for folder in ("", "config/_default/") for ending in _ENDINGS)
_SHARED = tuple(f"{folder}config.{ending}" for folder in ("", "config/_default/") for ending in _ENDINGS)
"""Names that other programs have for their settings too: these have to name the address of a site."""
NAMES = tuple(dict.fromkeys(Path(name).name for name in (*_OWN, *_SHARED)))
"""Names of files with the settings of such a site."""
_BASE = late(
    r"""^[ \t,{]*["']?(base_?url|languagecode|defaultcontentlanguage)["']?[ \t]*[=:]""",
    re.IGNORECASE | re.MULTILINE,
)
_LANGUAGE = ("default_language", "languagecode", "defaultcontentlanguage")
_SPOKEN = late(rf"""^[ \t,{{]*["']?({"|".join(_LANGUAGE)})["']?[ \t]*[=:]""", re.IGNORECASE | re.MULTILINE)


def config_in(folder: Path) -> Path | None:
    """The settings of the site that begins in this folder, or None."""
    for name in _OWN:
        if is_file(folder / name):
            return folder / name
    return next((folder / name for name in _SHARED if _is_ours(folder / name)), None)


def _is_ours(path: Path) -> bool:
    if not is_file(path):
        return False
    try:
        return bool(_BASE.search(read_regular(path, settingsfile.MAX_BYTES).decode("utf-8", "ignore")))
    except OSError:
        return False


def load(config: Path) -> Site:
    """The site of such a file. PostError, with a line where one is known, when it cannot be read."""
    raw = settingsfile.bytes_of(config)
    data = _lowered(_parsed(raw, config))
    maker: Maker = "zola" if "base_url" in data else "hugo"
    root = config.parent.parent.parent if config.parent.name == "_default" else config.parent
    params = _mapping(data.get("extra" if maker == "zola" else "params"))
    language = _text(data, *_LANGUAGE)
    fault = fault_of_tag(language) if language else ""
    own = _mapping(_mapping(data.get("languages")).get(language.lower()))
    url, baseurl = _address(_text(data, "base_url", "baseurl"))
    static = _text(data, "staticdir") or "static"
    content = _text(data, "contentdir") or "content"
    return Site(
        root=root,
        maker=maker,
        folders=tuple(dict.fromkeys((static, "assets", content, ""))),
        title=authored.words(_text(data, "title") or _text(own, "title")),
        description=authored.words(_text(data, "description") or _text(params, "description")),
        url=url,
        baseurl=baseurl,
        author=_author(data.get("author")) or _author(params.get("author")) or _author(params.get("authors")),
        language="" if fault else normalise(language),
        rights=authored.words(_text(data, "copyright") or _text(params, "copyright")),
        permalink="",
        data=_facts(data, params, content),
        digest=hashlib.sha256(raw).hexdigest(),
        notices=(_unknown(raw.decode("utf-8-sig"), fault, config),) if fault else (),
    )


def _facts(data: Mapping[str, object], params: Mapping[str, object], content: str) -> Mapping[str, object]:
    """What others ask of a site's settings, under the names that Jekyll has for them where it has some."""
    markup = _mapping(_mapping(_mapping(data.get("markup")).get("goldmark")).get("extensions"))
    markdown = _mapping(data.get("markdown"))
    typographer = markup.get("typographer", markdown.get("smart_punctuation"))
    emoji = _mapping(data.get("markdown")).get("render_emoji") or data.get("enableemoji")
    return {
        "params": params,
        "content": content,
        "cascade": data.get("cascade"),
        "permalinks": _permalinks(data.get("permalinks")),
        "typographer": not typographer.get("disable") if isinstance(typographer, dict) else typographer,
        "linkify": markup.get("linkify"),
        "definitions": markdown.get("definition_list"),
        "languages": [str(name) for name in _mapping(data.get("languages"))],
        "future": data.get("buildfuture", False),
        "show_drafts": data.get("builddrafts", False),
        "show_expired": data.get("buildexpired", False),
        "timezone": _text(data, "timezone"),
        "plugins": ["jemoji"] if emoji is True else [],
        "math": params.get("math", params.get("katex", params.get("mathjax"))),
    }


def _unknown(text: str, fault: str, config: Path) -> Notice:
    """A notice about the site's language, with its line."""
    found = _SPOKEN.search(text)
    key, line = (f"{found[1]}: ", text.count("\n", 0, found.start(1)) + 1) if found else ("", None)
    return Notice("language-unknown", f"{key}{fault}", str(as_typed(config)), line)


def _permalinks(value: object) -> Mapping[str, str]:
    """By section, the pattern of its pages' addresses; `page` may stand between."""
    found = {**_mapping(value), **_mapping(_mapping(value).get("page"))}
    return {name: pattern for name, pattern in found.items() if isinstance(pattern, str)}


def _parsed(raw: bytes, config: Path) -> Mapping[str, object]:
    import tomllib

    with settingsfile.faults_of(config):
        text = raw.decode("utf-8-sig").replace("\r\n", "\n")
        if config.suffix in {".yaml", ".yml"}:
            return _mapping(plainyaml.typed(plainyaml.read(text).value))
    try:
        return tomllib.loads(text) if config.suffix == ".toml" else _mapping(json.loads(text))
    except RecursionError as error:
        raise PostError("lists and tables nest too deeply", path=str(as_typed(config))) from error
    except ValueError as error:  # of TOML and JSON, and numbers without end
        found = re.search(r"\bline (\d+)", str(error))
        raise PostError(
            str(error)[:200], path=str(as_typed(config)), line=int(found[1]) if found else None
        ) from error


def _lowered(value: Mapping[str, object], depth: int = 3) -> dict[str, object]:
    """Settings by their names in small letters, as Hugo reads them; days as text."""
    found: dict[str, object] = {}
    for key, item in value.items():
        if isinstance(item, dict) and depth:
            found[str(key).lower()] = _lowered(item, depth - 1)
        else:
            found[str(key).lower()] = item.isoformat() if isinstance(item, date | time) else item
    return found


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, dict) else {}


def _text(values: Mapping[str, object], *keys: str) -> str:
    return next((one_line(value) for key in keys if isinstance(value := values.get(key), str) and value), "")


def _author(value: object) -> str:
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, dict):
        value = value.get("name")
    return authored.words(one_line(value)) if isinstance(value, str) else ""


def _address(text: str) -> tuple[str, str]:
    """Scheme and host, and the path below, of a site's address; both empty for one that is not on the web."""
    address = valid(text) if re.match(r"https?://", text, re.IGNORECASE) else None
    if not address:
        return "", ""
    parts = urlsplit(address)
    path = parts.path.strip("/")
    return f"{parts.scheme}://{parts.netloc}", f"/{path}" if path else ""
