"""Replaces one post's shortcodes by their results, the inner ones first."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from publish.markup.keptwords import kept
from publish.markup.notices import Notices
from publish.markup.shortcodes import scanning, writing
from publish.markup.shortcodes.asked import Asked, Written
from publish.markup.shortcodes.pages import Pages
from publish.markup.shortcodes.placing import placed
from publish.markup.shortcodes.scanning import Code, Literal
from publish.model import Limits, Post, Site
from publish.text.patterns import late

__all__ = ["run"]

_FAR = 2_000
"""Most characters of a line before and after a shortcode that are looked at."""
_MOST_TOLD = 20
"""Most unknown shortcodes with a notice of their own."""
_ZOLA_LINK = late(r"(?P<before>\]\(|\]:[ \t])@(?P<page>/[^\s()<>]{1,500})")

_CODE_SPAN = late(r"(?<!`)(`{1,9})(?!`)(?:[^`\n]|\n(?!\n)|(?!\1(?!`))`++){1,2000}?(?<!`)\1(?!`)")
"""Code in a line, which ends in its paragraph."""


def run(text: str, post: Post, site: Site, limits: Limits, notices: Notices, files: dict[str, str]) -> str:
    """The text with the results of its shortcodes. Raises ContentError when they nest too deeply."""
    pages = Pages(site, post, files, notices)
    found, ends = scanning.scan(text, post.dialect, limits.depth)
    text = _Run(text, post, site, notices, pages, found, ends).carried_out()
    return _with_pages(text, pages) if post.dialect == "zola" else text


def _with_pages(text: str, pages: Pages) -> str:
    """`[words](@/blog/post.md#place)` of Zola with the page's address."""
    code = _Spans(scanning.in_code(text))

    spans = _Spans([found.span() for found in _CODE_SPAN.finditer(text)])

    def written(found: re.Match[str]) -> str:
        if code.hold(found.start()) or spans.hold(found.start()):
            return found[0]
        return f"{found['before']}{pages.address_of(found['page'], found['page'])}"

    return _ZOLA_LINK.sub(written, text)


class _Spans:
    """Parts of a text, in order."""

    def __init__(self, spans: Sequence[tuple[int, int]]) -> None:
        self.spans, self.starts = spans, [start for start, _ in spans]

    def hold(self, place: int) -> bool:
        at = bisect_right(self.starts, place) - 1
        return at >= 0 and place < self.spans[at][1]


@dataclass
class _Frame:
    """The text that is being written: the whole text, or the content of one shortcode."""

    number: int
    """Number of the shortcode; -1 for the whole text."""
    parts: list[str] = field(default_factory=list)
    children: Counter[str] = field(default_factory=Counter)
    """Name → number of its shortcodes in this text so far."""


@dataclass
class _Run:
    text: str
    post: Post
    site: Site
    notices: Notices
    pages: Pages
    found: Sequence[Code | Literal]
    ends: Mapping[int, int]
    unknown: dict[str, None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.breaks = [-1, *(found.start() for found in re.finditer("\n", self.text)), len(self.text)]

    def _line_of(self, place: int) -> tuple[int, int]:
        """Start and end of the line around a position; of a very long line, of a part of it."""
        number = bisect_left(self.breaks, place)
        begin, end = self.breaks[number - 1] + 1, self.breaks[number]
        return max(begin, place - _FAR), min(end, place + scanning.MAX_LENGTH + _FAR)

    def carried_out(self) -> str:
        code = _Spans(scanning.in_code(self.text))
        closing = set(self.ends.values())
        stack = [_Frame(-1)]
        place = 0
        for number, each in enumerate(self.found):
            stack[-1].parts.append(self.text[place : each.start])
            place = each.stop
            if isinstance(each, Literal):
                stack[-1].parts.append(each.text)
            elif code.hold(each.start) or self._in_a_span(each):
                stack[-1].parts.append(self._in_code(each))
            elif number in self.ends:
                stack.append(_Frame(number))
            elif number in closing and stack[-1].number >= 0 and self.ends[stack[-1].number] == number:
                frame = stack.pop()
                opening = self.found[frame.number]
                assert isinstance(opening, Code)  # only these have an end
                self._write(opening, "".join(frame.parts), stack)
            elif each.ends:
                self._say_unpaired(each)
            else:
                self._write(each, None, stack)
        for frame in reversed(stack[1:]):  # its end stood in code
            stack[0].parts += [
                self.text[self.found[frame.number].start : self.found[frame.number].stop],
                *frame.parts,
            ]
        stack[0].parts.append(self.text[place:])
        return "".join(stack[0].parts)

    def _in_a_span(self, code: Code) -> bool:
        """Whether a shortcode stands between backticks on its line."""
        begin, end = self._line_of(code.start)
        before, after = self.text[begin : code.start], self.text[code.stop : end]
        return before.count("`") > 0 and len(re.findall("`+", before)) % 2 == 1 and "`" in after

    def _in_code(self, code: Code) -> str:
        """Inside code only shortcodes whose result is plain text are replaced."""
        written = writing.plain(Asked(code, None, self.post, self.site, self.pages))
        return self.text[code.start : code.stop] if written is None else written

    def _write(self, code: Code, inner: str | None, stack: list[_Frame]) -> None:
        holder = self.found[stack[-1].number] if stack[-1].number >= 0 else None
        count = stack[-1].children[code.name]
        stack[-1].children[code.name] += 1
        within = holder if isinstance(holder, Code) else None
        written = writing.write(Asked(code, inner, self.post, self.site, self.pages, within, count))
        if written is None:
            words = kept(code.name, code.words, code.options)
            self._say_unknown(code, inner or words)
            stack[-1].parts.append(f"{words}\n{inner}" if words and inner else words or inner or "")
        else:
            stack[-1].parts.append(self._placed(code, written))

    def _placed(self, code: Code, written: Written) -> str:
        """The result; a block is put as deep as the line of its shortcode."""
        if not written.block:
            return f"{written.before}{written.inner or ''}{written.after}"
        line = self.text[self._line_of(code.start)[0] : code.start]
        if line.lstrip().startswith("|"):  # a row of a table is one line
            return " ".join(f"{written.before}{written.inner or ''}{written.after}".split())
        return placed(written, line)

    def _line(self, code: Code) -> int:
        return self.post.first_line + bisect_left(self.breaks, code.start) - 1

    def _say_unknown(self, code: Code, kept_words: str) -> None:
        if code.name in self.unknown or len(self.unknown) >= _MOST_TOLD:
            return
        self.unknown[code.name] = None
        rest = "; the words in it stay" if kept_words else ""
        self.notices.add(
            "shortcode-unknown",
            f"publish does not know the shortcode {code.name[:60]} and left it out{rest}",
            line=self._line(code),
        )

    def _say_unpaired(self, code: Code) -> None:
        name = f"{{{{< /{code.name[:60]} >}}}}" if code.name else "{% end %}"
        self.notices.add(
            "shortcode-unpaired",
            f"{name} ends a shortcode that does not begin; it was left out",
            line=self._line(code),
        )
