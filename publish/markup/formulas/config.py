"""From a page's scripts to the way they read formulas: MathJax 2, 3 and 4, and KaTeX's auto-render."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from html import unescape
from itertools import islice

from publish.markup.formulas.finding import Finder
from publish.markup.formulas.javascript import setting, without_comments
from publish.markup.formulas.reading import (
    BRACKETS,
    DISPLAY,
    KATEX_ENVIRONMENTS,
    SKIPPED,
    Pair,
    Reading,
    Tags,
)
from publish.text.patterns import late

__all__ = ["ENGINE", "read"]

ENGINE = late(
    r"mathjax|tex2jax|renderMathInElement|auto-render(?:\.min)?\.js|math_inline_delimiters|<d-front-matter",
    re.IGNORECASE,
)
"""Words in files about mathematics scripts."""
_KATEX = late(r"renderMathInElement|auto-render(?:\.min)?\.js", re.IGNORECASE)
_MATHJAX = late(r"mathjax(?:@|\.js|/)|MathJax\s*(?:=|\.)|tex2jax[\"']?\s*:", re.IGNORECASE)
_DISTILL = late(r"<d-front-matter")
"""Distill's template, which has KaTeX in it."""
_VERSION_2 = late(r"MathJax\.js|MathJax\.Hub|x-mathjax-config|mathjax@2", re.IGNORECASE)
_BEGIN = late(r"\\begin\{([A-Za-z]+)\*?\}")
_CLASS = late(r"[\w-]{1,60}")
_HANDLER = late(r"""\son[a-z]{1,30}\s*=\s*(?:"[^"<]*"|'[^'<]*')""", re.IGNORECASE)
"""An attribute with a script, in which signs are written as in any attribute (`&quot;`)."""
_WORD = late(r"[A-Za-z]{1,40}\*?")
_PARAMETER = late(r"#([1-9])")
_TAGS: Mapping[str, Tags] = {"none": "none", "ams": "ams", "all": "all"}
_SCRIPTS = late(r"<(?:script|style)\b[^<>]*>[^<]*+(?>(?:<(?!/(?:script|style)\b)[^<]*+)*)", re.IGNORECASE)
_DEFINES = late(
    r"\\(?:(?:re)?new|provide)command(?![a-zA-Z])|\\DeclareMathOperator|\\[gex]?def(?![a-zA-Z])|\\let(?![a-zA-Z])"
)
MAX_MACROS = 1_000
MAX_PREAMBLE = 20
"""Formulas around the post that define something."""


def read(text: str) -> Reading | None:
    """How a page's scripts read formulas; None when it has no mathematics script."""
    text = without_comments(_HANDLER.sub(lambda said: unescape(said[0]), text))
    found: Reading | None = None
    if _MATHJAX.search(text):
        found = _mathjax(text)
    elif _KATEX.search(text):
        found = _katex(text)
    if _DISTILL.search(text):
        distill = _katex(text)
        found = _both(found, distill) if found else distill
    if found is None:
        return None
    found = _both(found, Reading())
    return replace(found, preamble=(*_environments(text), *_preamble(text, found)))


def _environments(text: str) -> Iterator[str]:
    """Environments of a script, as TeX defines them: one with its start and its end, and its arguments."""
    for value in setting(text, "environments"):
        for name, said in islice(value.items() if isinstance(value, dict) else (), MAX_PREAMBLE):
            parts = said if isinstance(said, list) else []
            if _WORD.fullmatch(name) and len(parts) > 1 and all(isinstance(part, str) for part in parts[:2]):
                count = f"[{parts[2]}]" if len(parts) > 2 and isinstance(parts[2], int) else ""
                yield rf"\newenvironment{{{name}}}{count}{{{parts[0]}}}{{{parts[1]}}}"


def _preamble(text: str, reading: Reading) -> tuple[str, ...]:
    """Formulas of the page around the post that define macros: themes keep them in an element that is not shown."""
    if not _DEFINES.search(text):
        return ()
    formulas = Finder(reading).find(unescape(_SCRIPTS.sub("", text)))
    defining = (each.text for each in formulas if _DEFINES.search(each.text))
    return tuple(islice(defining, MAX_PREAMBLE))


def _both(first: Reading, second: Reading) -> Reading:
    r"""What is a formula by the first or by the second. What kramdown hands on, between `\(` and `\)`, always is: the
    author wrote two dollars, which are nothing else.
    """
    inline = tuple(dict.fromkeys((*first.inline, *second.inline)))
    display = tuple(dict.fromkeys((*first.display, *second.display)))
    return replace(first, inline=inline, display=display)


def _mathjax(text: str) -> Reading:
    old = _VERSION_2.search(text) is not None
    inline, display = (
        _pairs(text, "inlineMath", BRACKETS),
        _pairs(text, "displayMath", (("$$", "$$"), *DISPLAY)),
    )
    numbers = [str(value).lower() for name in ("tags", "autoNumber") for value in setting(text, name)]
    tags: Tags = "asked"
    for said in numbers:
        tags = _TAGS.get(said, tags)
    return Reading(
        inline=inline,
        display=display,
        environments=frozenset() if _last(text, "processEnvironments") is False else None,
        references=_last(text, "processRefs") is not False,
        ignored=_classes(text, "ignoreHtmlClass", "ignoreClass"),
        processed=_classes(text, "processHtmlClass", "processClass"),
        skipped=_skipped(text, "skipHtmlTags", "skipTags"),
        escapes=_flag(_last(text, "processEscapes"), default=not old),
        tags=tags,
        macros=_macros(text),
    )


def _flag(value: object, *, default: bool) -> bool:
    return value if isinstance(value, bool) else default


def _last(text: str, name: str) -> object:
    found = list(setting(text, name))
    return found[-1] if found else None


def _classes(text: str, *settings: str) -> frozenset[str]:
    """Names of classes: a list of them, or a pattern of some (`tex2jax_ignore|no-math`)."""
    said = [value for name in settings for value in setting(text, name)]
    texts = [part for value in said for part in (value if isinstance(value, list) else [value])]
    words = (word for part in texts if isinstance(part, str) for word in part.split("|"))
    return frozenset(word for word in words if _CLASS.fullmatch(word))


def _skipped(text: str, *settings: str) -> frozenset[str]:
    """Elements that the script passes over: a list, or what is added to the usual ones and taken from them."""
    found = SKIPPED
    for value in (value for name in settings for value in setting(text, name)):
        if isinstance(value, list):
            found = _tags(value)
        elif isinstance(value, dict):
            found = (found | _tags(value.get("[+]"))) - _tags(value.get("[-]"))
    return found


def _tags(value: object) -> frozenset[str]:
    said = value if isinstance(value, list) else [value]
    return frozenset(each.lower() for each in said if isinstance(each, str) and _CLASS.fullmatch(each))


def _pairs(text: str, name: str, default: tuple[Pair, ...]) -> tuple[Pair, ...]:
    """MathJax's delimiters: the last list in the settings, or additions to the default (`{'[+]': …}`)."""
    pairs = default
    for value in setting(text, name):
        added = value.get("[+]") if isinstance(value, dict) else None
        if isinstance(value, list):
            pairs = _listed(value)
        elif isinstance(added, list):
            pairs = tuple(dict.fromkeys((*default, *_listed(added))))
    return pairs


def _listed(value: list[object]) -> tuple[Pair, ...]:
    found = []
    for each in value:
        if (
            isinstance(each, list)
            and len(each) == 2
            and all(isinstance(part, str) and part.strip() for part in each)
        ):
            found.append((str(each[0]), str(each[1])))
    return tuple(found[:12])


def _katex(text: str) -> Reading:
    given = [value for value in setting(text, "delimiters") if isinstance(value, list)]
    display: list[Pair] = [("$$", "$$"), *DISPLAY]
    inline: list[Pair] = list(BRACKETS)
    names = set(KATEX_ENVIRONMENTS)
    if given:
        display, inline, names = [], [], set()
        for each in given[-1]:
            left, right = (each.get("left"), each.get("right")) if isinstance(each, dict) else (None, None)
            if (
                not isinstance(left, str)
                or not isinstance(right, str)
                or not left.strip()
                or not right.strip()
            ):
                continue
            if found := _BEGIN.fullmatch(left):
                names.add(found[1])
            else:
                (display if str(each.get("display")).lower() == "true" else inline).append((left, right))
    return Reading(
        inline=tuple(inline),
        display=tuple(display),
        environments=frozenset(names),
        references=False,
        ignored=_classes(text, "ignoredClasses"),
        skipped=_skipped(text, "ignoredTags"),
        tags="ams",
        macros=_macros(text),
        colour_takes_argument=False,
    )


def _macros(text: str) -> dict[str, tuple[str, int, str | None]]:
    r"""Macros of a script: `R: "\\mathbb{R}"`, `bold: ["{\\bf #1}", 1]`; KaTeX names them with their backslash."""
    found: dict[str, tuple[str, int, str | None]] = {}
    for name in ("macros", "Macros"):
        for value in setting(text, name):
            for key, said in value.items() if isinstance(value, dict) else ():
                macro = _macro(said)
                if macro is not None and len(found) < MAX_MACROS and key.strip():
                    found["\\" + key.strip().lstrip("\\")] = macro
    return found


def _macro(said: object) -> tuple[str, int, str | None] | None:
    if isinstance(said, str):
        return said, max((int(number) for number in _PARAMETER.findall(said)), default=0), None
    if isinstance(said, list) and said and isinstance(said[0], str):
        count = said[1] if len(said) > 1 and isinstance(said[1], int) and 0 <= said[1] <= 9 else 0
        option = said[2] if len(said) > 2 and isinstance(said[2], str) else None
        return said[0], count, option
    return None
