"""From the finished tree to HTML, as in Jekyll's page."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape

from publish.markup.kramdown.document import Document
from publish.markup.kramdown.highlight import highlight
from publish.markup.kramdown.node import Node
from publish.markup.kramdown.tags import ENTITY, VOID_ELEMENTS
from publish.text.patterns import late

__all__ = ["Output"]

_TEXT = late(rf"{ENTITY.pattern}|[<>&]", re.ASCII)
_ATTRIBUTE = late(rf"{ENTITY.pattern}|[<>&\"]", re.ASCII)
_ESCAPES = {"<": "&lt;", ">": "&gt;", "&": "&amp;", '"': "&quot;"}
_SIMPLE_BLOCKS = {"blockquote", "dl", "dd", "ol", "tbody", "tfoot", "thead", "tr", "ul"}
_LEAVES = {"dt", "td", "th"}
_SPANS = {"a", "em", "strong"}
_NOTES_HERE = "\0notes\0"
"""Placeholder for the notes until all are known; this character does not occur in text."""
_BACK = '<a href="#fnref:{id}" class="reversefootnote" role="doc-backlink">&#8617;{number}</a>'


class Output:
    """Writes one document."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self._called: dict[str, int] = {}
        """Name of each called note → number of calls, in the order of first calls."""
        self._notes_here: Node | None = None
        """The list that is replaced by the notes."""
        self._writers: dict[str, Callable[[Node], str]] = {
            "root": self._inner, "p": self._paragraph, "header": self._header, "hr": self._rule,
            "codeblock": self._code_block, "li": self._item, "table": self._block, "html": self._html,
            "comment": self._comment, "raw": _value, "math": self._math, "text": _text, "char": _text,
            "codespan": self._code_span, "img": self._image, "br": _line_break, "footnote": self._note_call,
            "abbreviation": self._abbreviation, "blank": _new_line, "raw_text": _text,
        }  # fmt: skip  # a table reads better
        self._writers |= dict.fromkeys(_SIMPLE_BLOCKS, self._block)
        self._writers |= dict.fromkeys(_LEAVES, self._leaf)
        self._writers |= dict.fromkeys(_SPANS, self._span)

    def write(self, root: Node) -> str:
        """The document with its notes at the end."""
        text = self._inner(root)
        notes = self._notes()
        if self._notes_here is not None:
            return text.replace(_NOTES_HERE, notes, 1)
        return text + notes

    def _inner(self, node: Node) -> str:
        writers = self._writers
        return "".join([writers[child.kind](child) for child in node.children])

    def _block(self, node: Node) -> str:
        if node.kind in {"ul", "ol"} and self._notes_here is None and node.is_named("footnotes"):
            self._notes_here = node
            return _NOTES_HERE
        return f"<{node.kind}{_attributes(node)}>\n{self._inner(node)}</{node.kind}>\n"

    def _leaf(self, node: Node) -> str:
        inner = self._inner(node) or ("&nbsp;" if node.kind != "dt" else "")
        return f"<{node.kind}{_attributes(node)}>{inner}</{node.kind}>\n"

    def _span(self, node: Node) -> str:
        return f"<{node.kind}{_attributes(node)}>{self._inner(node)}</{node.kind}>"

    def _paragraph(self, node: Node) -> str:
        if node.options.get("transparent"):
            return self._inner(node)
        return f"<p{_attributes(node)}>{self._inner(node)}</p>\n"

    def _header(self, node: Node) -> str:
        tag = f"h{min(6, max(1, node.options['level'] + self.document.header_offset))}"
        return f"<{tag}{_attributes(node)}>{self._inner(node)}</{tag}>\n"

    def _rule(self, node: Node) -> str:
        return f"<hr{_attributes(node)} />\n"

    def _item(self, node: Node) -> str:
        return f"<li{_attributes(node)}>{self._inner(node)}</li>\n"

    def _code_block(self, node: Node) -> str:
        language = node.attributes.get("class", "")
        code = highlight(node.value, language)
        css = f' class="{escape(language)}"' if language else ""
        others = "".join(
            f' {key}="{_escaped(value)}"' for key, value in node.attributes.items() if key not in {"class"}
        )
        return f'<pre class="highlight"{others}><code{css}>{code}</code></pre>\n'

    def _code_span(self, node: Node) -> str:
        return f"<code{_attributes(node)}>{escape(node.value, quote=False)}</code>"

    def _math(self, node: Node) -> str:
        formula = escape(node.value, quote=False)
        if node.options["category"] == "block":
            return f"\\[{formula}\\]\n"
        return f"\\({formula}\\)"

    def _image(self, node: Node) -> str:
        return f"<img{_attributes(node)} />"

    def _abbreviation(self, node: Node) -> str:
        return f"<abbr{_attributes(node)}>{escape(node.value, quote=False)}</abbr>"

    def _comment(self, node: Node) -> str:
        text = node.value
        if not text.startswith("<!--"):
            text = f"<!-- {re.sub('-{2,}', lambda run: '&#45;' * len(run.group()), text)} -->"
        return text + ("\n" if node.options["category"] == "block" and not node.options.get("in_raw") else "")

    def _html(self, node: Node) -> str:
        name, inner = node.value, self._inner(node)
        end = "\n" if node.options.get("alone") else ""
        start = f"<{name}{_attributes(node)}"
        if (not inner and name in VOID_ELEMENTS) or node.options.get("closed"):
            return f"{start} />{end}"
        return f"{start}>{inner}</{name}>{end}"

    def _note_call(self, node: Node) -> str:
        name = node.value
        calls = self._called[name] = self._called.get(name, 0) + 1
        repeat = f":{calls - 1}" if calls > 1 else ""
        number = list(self._called).index(name) + self.document.footnote_nr
        return (
            f'<sup id="fnref:{name}{repeat}"><a href="#fn:{name}" class="footnote" rel="footnote" '
            f'role="doc-noteref">{number}</a></sup>'
        )

    def _notes(self) -> str:
        """The called notes in the order of their calls; notes can call notes."""
        if not self._called:
            return ""
        items: list[str] = []
        written: set[str] = set()
        while waiting := [name for name in self._called if name not in written]:
            for name in waiting:
                written.add(name)
                items.append(self._note(name))
        first = self.document.footnote_nr
        start = f' start="{first}"' if first != 1 else ""
        return f'<div class="footnotes" role="doc-endnotes">\n<ol{start}>\n{"".join(items)}</ol>\n</div>\n'

    def _note(self, name: str) -> str:
        note = self.document.footnotes[name]
        backs = " ".join(
            _BACK.format(
                id=f"{name}:{repeat}" if repeat else name, number=f"<sup>{repeat + 1}</sup>" if repeat else ""
            )
            for repeat in range(self._called[name])
        )
        back = Node("raw", f"&nbsp;{backs}")
        children = note.content.children
        last = next((child for child in reversed(children) if child.kind != "blank"), None)
        if last is not None and last.kind == "p":
            last.children.append(back)
        else:
            paragraph = Node("p")
            paragraph.children.append(Node("raw", backs))
            children.append(paragraph)
        return f'<li id="fn:{name}" role="doc-endnote">\n{self._inner(note.content)}</li>\n'


def _attributes(node: Node) -> str:
    return "".join([f' {key}="{_escaped(value)}"' for key, value in node.attributes.items()])


def _escaped(value: str) -> str:
    return _ATTRIBUTE.sub(lambda found: _ESCAPES.get(found.group(), found.group()), value)


def _text(node: Node) -> str:
    if node.kind == "char":
        return escape(node.value, quote=False)
    return _TEXT.sub(lambda found: _ESCAPES.get(found.group(), found.group()), node.value)


def _value(node: Node) -> str:
    return node.value


def _line_break(node: Node) -> str:
    return "<br />"


def _new_line(node: Node) -> str:
    return "\n"
