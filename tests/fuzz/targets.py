"""Properties for any input bytes: one function for each stage, which raises AssertionError when one fails.

`run.py` feeds them from coverage-guided fuzzing, `test_whole_way.py` from Hypothesis.
"""

from __future__ import annotations

import re
import tempfile
import unicodedata
from dataclasses import replace
from pathlib import Path

from lxml import etree
from markup_samples import PLAIN
from processes import computing

from publish.errors import ContentError, PostError, PublishError
from publish.markup.convert import convert
from publish.model import Chapter, Options, Post, Site
from publish.posts import read
from publish.text.characters import FORBIDDEN

__all__ = [
    "SECONDS",
    "TARGETS",
    "holds_no_control",
    "holds_nothing_active",
    "is_one_line",
    "markup",
    "reading",
]

SECONDS = 10
"""Of processor time that a few kilobytes may take, slowed down as fuzzing makes them."""
SITE = Site(url="https://blog.example", baseurl="/log")
_ACTIVE = frozenset(
    "script style svg iframe frame frameset object embed applet form input button select textarea base meta link "
    "audio video template noscript canvas".split()
)
_XHTML = "http://www.w3.org/1999/xhtml"
_UNSAFE = re.compile(r"[\s\x00-\x20]*(?:javascript|vbscript|data|file):", re.IGNORECASE)


def reading(data: bytes) -> Post | PublishError:
    """Bytes → Post, or an error of one line with a file."""
    with tempfile.NamedTemporaryFile(suffix=".md", dir=_memory()) as file:
        file.write(data)
        file.flush()
        with computing(SECONDS):
            try:
                post = read(Path(file.name), SITE, label="post.md")
            except (PostError, ContentError) as error:
                is_one_line(error)
                return error
    is_sound(post)
    return post


def markup(text: str) -> Chapter | PublishError:
    """Markdown → Chapter that is safe and well-formed, or an error of one line with a file."""
    with computing(SECONDS):
        try:
            chapter = convert(replace(PLAIN, text=text), SITE, Options(offline=True))
        except ContentError as error:
            is_one_line(error)
            return error
    holds_nothing_active(etree.fromstring(f'<body xmlns="{_XHTML}">{chapter.body}</body>'.encode()))
    for notice in chapter.notices:
        holds_no_control(str(notice))
        assert notice.line is None or 1 <= notice.line <= text.count("\n") + PLAIN.first_line
    return chapter


TARGETS = {
    # Most bytes are no UTF-8 and end at once, so only what begins like a control character stays as it is.
    "reading": lambda data: reading(data if data[:1] < b" " else data.decode("utf-8", "replace").encode()),
    "markup": lambda data: markup(data.decode("utf-8", "replace").replace("\r", "\n").replace("\0", "")),
}
"""Name → what takes bytes."""


def is_one_line(error: PublishError) -> None:
    """One line that names the file."""
    said = str(error)
    assert error.path, said
    assert said.startswith(error.path), said
    holds_no_control(said)
    assert len(said) < 2_000, len(said)


def holds_no_control(said: str) -> None:
    """No line ends and nothing that moves a cursor; what else a terminal cannot show, the command line escapes."""
    assert not any(unicodedata.category(c) in {"Cc", "Zl", "Zp", "Cs"} for c in said), repr(said)


def is_sound(post: Post) -> None:
    """Fields hold text that any file may hold."""
    assert post.title
    texts = (
        post.title,
        post.description,
        post.rights,
        post.image,
        post.image_alt,
        post.image_caption,
        post.language,
        *post.tags,
    )
    people = tuple(person.name for person in post.authors)
    for text in (*texts, *post.categories, *people, post.address, post.text):
        assert not FORBIDDEN.search(text), repr(text[:200])
        text.encode()  # no lone surrogates
    assert re.fullmatch(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*", post.language), post.language
    assert post.date is None or post.date.tzinfo is not None
    assert post.first_line >= 1
    for notice in post.notices:
        holds_no_control(str(notice))


def holds_nothing_active(root: etree._Element) -> None:
    """No element, attribute or address that does anything."""
    for element in root.iter():
        assert isinstance(element.tag, str), "a comment or an instruction"
        name = etree.QName(element)
        assert name.localname.lower() not in _ACTIVE, name.localname
        for key, value in element.attrib.items():
            attribute = etree.QName(str(key)).localname.lower()
            assert not attribute.startswith("on"), attribute
            assert attribute not in {"style", "srcdoc", "formaction", "action"}, attribute
            if attribute in {"href", "src", "cite", "poster"} and name.localname != "img":
                assert not _UNSAFE.match(str(value)), value


def _memory() -> str | None:
    return "/dev/shm" if Path("/dev/shm").is_dir() else None
