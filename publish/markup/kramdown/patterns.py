"""Patterns for several rules: the end of a lazy paragraph, attribute lists, tags."""

from __future__ import annotations

from publish.text.patterns import late

__all__ = [
    "ALD_NAME",
    "ANY_IN_BRACES",
    "ATX_HEADER",
    "ATX_OVER_WORDS",
    "BLANK",
    "BLOCKQUOTE",
    "BOUNDARY",
    "DEFINITION",
    "END_OF_BLOCK",
    "FENCE_START",
    "HTML_START",
    "HTML_STOP",
    "IAL",
    "IAL_BLOCK",
    "INDENT",
    "LAZY_END",
    "LAZY_PARAGRAPH_END",
    "LIST",
    "ORDERED",
    "PARAGRAPH_END",
    "SPACE",
    "TAG_NAME",
    "UNORDERED",
    "WHITE",
]

# In kramdown white space is only ASCII: a no-break or ideographic space is a normal character.
WHITE = " \t\n\v\f\r"
SPACE = r"[ \t\r\f\v]"
"""White space inside a line."""
TAG_NAME = r"(?:[^\W\d][\w.\-]*:)?[^\W\d][\w.\-]*"
ALD_NAME = r"(?a:\w)(?:(?a:\w)|-)*"
ANY_IN_BRACES = r"(?:\\\}|[^}])"

_SPAN_ELEMENTS = (
    "a|abbr|acronym|b|big|bdo|br|button|cite|code|del|dfn|em|i|img|input|ins|kbd|label|mark|option|q|rb|rbc|rp|rt|rtc|"
    "ruby|samp|select|small|span|strong|sub|sup|tt|u|var|script"
)
HTML_START = rf"<(?!(?:{_SPAN_ELEMENTS})\b){TAG_NAME}"
HTML_STOP = rf"</(?!(?:{_SPAN_ELEMENTS})\b){TAG_NAME}[ \t\n\v\f\r]*>"
IAL = rf"\{{:(?!:|/)({ANY_IN_BRACES}+)\}}{SPACE}*\n"
_TAIL = r"[\t| ].*?\n"


_BLANK = rf"(?:{SPACE}*\n)+"
_EOB = rf"\^{SPACE}*\n"
_LAZY_END = rf"{_BLANK}| {{0,3}}{IAL}|{_EOB}| {{0,3}}{HTML_STOP}| {{0,3}}{HTML_START}|\Z"
_LIST_UL = rf" {{0,3}}[+*-]{_TAIL}"
_LIST_OL = rf" {{0,3}}(?a:\d)+\.{_TAIL}"
_ATX = r"#{1,6}[\t ]+.*\n"
_FENCE = r" {0,3}[~`]{3,}"
_DEFINITION = rf" {{0,3}}:{_TAIL}"
_QUOTE = r" {0,3}> ?"

# Matched only where a block may start, so they need no anchor: at the start of a line, or after the tag of an HTML block.
BLANK = late(_BLANK)
INDENT = late(r"(?:\t| {4})")
END_OF_BLOCK = late(_EOB)
IAL_BLOCK = late(rf" {{0,3}}{IAL}")
LAZY_END = late(_LAZY_END)
BOUNDARY = late(rf"{_BLANK}|{_EOB}| {{0,3}}{IAL}|\Z")
ATX_HEADER = late(r"(#{1,6})([\t ]*)(.*)\n")
ATX_OVER_WORDS = late(r"(#{1,6})([\t ]*)\n(.*)\n")
"""Its sign on a line of its own: kramdown alone takes the next line for the heading."""
BLOCKQUOTE = late(_QUOTE)
FENCE_START = late(_FENCE)
UNORDERED = late(rf"( {{0,3}}[+*-])({_TAIL})")
ORDERED = late(rf"( {{0,3}}(?a:\d)+\.)({_TAIL})")
LIST = late(rf"{_LIST_UL}|{_LIST_OL}")
DEFINITION = late(rf"( {{0,3}}:)({_TAIL})")
LAZY_PARAGRAPH_END = late(rf"{_LAZY_END}|{_DEFINITION}")
"""Without GitHub's `paragraph_end`."""
PARAGRAPH_END = late(rf"{_LAZY_END}|{_LIST_UL}|{_LIST_OL}|{_ATX}|{_DEFINITION}|{_QUOTE}|{_FENCE}")
