"""Rewrites fences and attributes of Hugo's and Zola's Markdown in the form that kramdown reads."""

from __future__ import annotations

import re

from publish.text.patterns import late

__all__ = ["as_kramdown"]

_FENCE = late(
    r"(?P<prefix>(?:[ \t>]|[-*+][ \t]|\d{1,9}[.)][ \t])*)(?P<mark>`{3,}|~{3,})[ \t]*(?P<info>[^\n]*)"
)
_LANGUAGE = late(r"[^\s{,}]+")
_NAMED = late(r"""\b(?:title|filename|file|name)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s,}]+))""", re.IGNORECASE)
_HEADING = late(r"(?P<words>[ \t>]*#{1,6}[ \t].*?)(?<=\S)[ \t]++\{(?P<attributes>[^{}:][^{}]*+)\}[ \t#]*")
_ALONE = late(r"(?P<prefix>[ \t>]*)\{(?P<attributes>[.#][\w-][^{}]*|[\w-]+=[^{}]+)\}[ \t]*")
_IDENTIFIER = late(r"#[\w:.-]+")
_VALUE = r""""[^"]*+"|'[^']*+'|[^\s"'=<>`]++"""
_TAG = late(rf"<[A-Za-z][\w-]*+(?>(?:\s++[\w:.-]++(?>(?:\s*+=\s*+(?:{_VALUE}))?))*)\s*+/?>")
_BARE = late(r"""(\s[\w:.-]++)\s*+=\s*+(?:("[^"]*+"|'[^']*+')|([^\s"'=<>`]++))""")


def as_kramdown(text: str) -> str:
    """The text for kramdown.

    What follows a fence's language is removed, except for a file name, which is put above the code. Attributes of headings
    and blocks become kramdown's attribute lists. Attributes of HTML get quotation marks.
    """
    if not any(sign in text for sign in ("```", "~~~", "{", "=")):
        return text
    lines: list[str] = []
    fence = name = ""
    for line in text.split("\n"):
        found = _FENCE.fullmatch(line)
        if fence:
            lines.append(line)
            closes = (
                found
                and found["mark"][0] == fence[0]
                and len(found["mark"]) >= len(fence)
                and not found["info"].strip()
            )
            if found and closes:
                lines += [f'{found["prefix"]}{{: file="{name}"}}'] if name else []
                fence = name = ""
        elif found and (found["mark"][0] == "~" or "`" not in found["info"]):
            fence, info = found["mark"], found["info"]
            language, name = _read(info)
            lines.append(f"{found['prefix']}{fence}{language}")
        else:
            line = _quoted(line) if "<" in line and "=" in line else line  # noqa: PLW2901
            lines.append(_attributes(line) if "{" in line else line)
    return "\n".join(lines)


def _quoted(line: str) -> str:
    """A line with `<a href="b">` for `<a href=b>`, outside code."""
    if line.startswith(("    ", "\t")) or "``" in line:
        return line
    parts = line.split("`")
    if len(parts) % 2 == 0:  # the last backtick begins no code
        parts[-2:] = ["`".join(parts[-2:])]
    parts[::2] = [_TAG.sub(_with_marks, part) for part in parts[::2]]
    return "`".join(parts)


def _with_marks(tag: re.Match[str]) -> str:
    return _BARE.sub(lambda found: f"{found[1]}={found[2] or f'{chr(34)}{found[3]}{chr(34)}'}", tag[0])


def _read(info: str) -> tuple[str, str]:
    """A fence's language and the name of its file; empty when they are not given."""
    language = _LANGUAGE.match(info.strip())
    rest = info.strip()[language.end() :] if language else info
    named = _NAMED.search(rest)
    name = next(filter(None, named.groups()), "") if named else ""
    return language[0] if language else "", re.sub(r'[{}"\\]', "", name)


def _attributes(line: str) -> str:
    if found := _ALONE.fullmatch(line):
        return f"{found['prefix']}{{: {found['attributes']}}}"
    found = _HEADING.fullmatch(line)
    if not found or not re.search(r"[#.=]", found["attributes"]):
        return line
    said = found["attributes"].strip()
    if _IDENTIFIER.fullmatch(said):
        return f"{found['words']} {{{said}}}"
    prefix = re.match(r"[ \t>]*", line)
    return f"{found['words']}\n{prefix[0] if prefix else ''}{{: {said}}}"
