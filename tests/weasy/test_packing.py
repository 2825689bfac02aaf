"""A file whose objects are packed once has the same bytes as pydyf's."""

from __future__ import annotations

import inspect
from collections import Counter

import pydyf
import pytest

from publish import weasy

PAGE = '<!DOCTYPE html><html lang="en"><body><h1>One</h1><p>Two <a href="https://example.org">three</a></p></body></html>'


def written(**options: object) -> bytes:
    """A tagged file."""
    return weasy.write(weasy.set_pages(PAGE, (), ()), pdf_variant="pdf/ua-1", **options)


@pytest.mark.parametrize(
    "options",
    [{}, {"pdf_identifier": b"0" * 32}, {"pdf_identifier": True}, {"uncompressed_pdf": True}],
    ids=["plain", "identifier", "own identifier", "uncompressed"],
)
def test_bytes_are_the_same(monkeypatch: pytest.MonkeyPatch, options: dict[str, object]) -> None:
    found = written(**options)
    original = inspect.unwrap(pydyf.PDF.write)
    assert original is not pydyf.PDF.write
    monkeypatch.setattr(pydyf.PDF, "write", original)
    assert written(**options) == found


def test_each_stream_of_the_document_is_packed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """When the last line fails, pydyf packs once by itself: remove the hook."""
    plain, seen = pydyf.Stream.data.fget, []

    def packed(each: pydyf.Stream) -> bytes:
        seen.append(each)
        data: bytes = plain(each)
        return data

    monkeypatch.setattr(pydyf.Stream, "data", property(packed))

    def times() -> int:
        """How often a stream is packed, at most; those that hold objects are made while the file is written."""
        seen.clear()
        written(pdf_identifier=b"0" * 32)
        return max(Counter(id(each) for each in seen if "Type" not in each.extra).values())

    assert times() == 1
    monkeypatch.setattr(pydyf.PDF, "write", inspect.unwrap(pydyf.PDF.write))
    assert times() == 2
