"""An incorrect PDF never replaces the old edition."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pikepdf
import pytest
from pdf_samples import book
from pikepdf import Array, Dictionary, Name, String
from writing import as_pdf

from publish.errors import RenderError
from publish.pdf.verify import verify
from publish.project import style

JAVASCRIPT = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


def annotated(**values: Any) -> Callable[[pikepdf.Pdf], None]:
    def change(file: pikepdf.Pdf) -> None:
        annotation = Dictionary(
            Type=Name.Annot, Rect=Array([0, 0, 9, 9]), **({"Subtype": Name.Link} | values)
        )
        file.pages[0].Annots = Array([annotation])

    return change


def root(**values: Any) -> Callable[[pikepdf.Pdf], None]:
    def change(file: pikepdf.Pdf) -> None:
        for key, value in values.items():
            file.Root[f"/{key}"] = value

    return change


def bookmarked(file: pikepdf.Pdf) -> None:
    with file.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem("Run", action=JAVASCRIPT))


@pytest.fixture(scope="module")
def made() -> bytes:
    return as_pdf(book(), style.load("journal"))


def changed(data: bytes, change: Callable[[pikepdf.Pdf], None]) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as file:
        change(file)
        file.save(out)
    return out.getvalue()


def pages(data: bytes) -> int:
    with pikepdf.open(io.BytesIO(data)) as file:
        return len(file.pages)


def test_ours_pass(made: bytes) -> None:
    assert verify(made, pages(made)) == made


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (root(OpenAction=JAVASCRIPT), r"acts \(/JavaScript\)"),
        (root(OpenAction=Dictionary(S=Name.Launch, F=String("x.exe"))), r"acts \(/Launch\)"),
        (root(AA=Dictionary(WC=JAVASCRIPT)), "starts actions by itself"),
        (root(Names=Dictionary(JavaScript=Dictionary(Names=Array([])))), "runs a script"),
        (root(Names=Dictionary(EmbeddedFiles=Dictionary(Names=Array([])))), "has an attached file"),
        (root(AcroForm=Dictionary(Fields=Array([]))), "has a form"),
        (annotated(A=JAVASCRIPT), r"acts \(/JavaScript\)"),
        (annotated(A=Dictionary(S=Name.GoToR, F=String("//host/x.pdf"))), r"acts \(/GoToR\)"),
        (annotated(A=Dictionary(S=Name.URI, URI=String("https://a.example"), Next=JAVASCRIPT)), "acts"),
        (annotated(A=Dictionary(S=Name.URI, URI=String("javascript:alert(1)"))), "unsafe address"),
        (annotated(A=Dictionary(S=Name.URI, URI=String("file:///etc/passwd"))), "unsafe address"),
        (annotated(Subtype=Name.FileAttachment), "kind /FileAttachment"),
        (annotated(Subtype=Name.Screen), "kind /Screen"),
        (bookmarked, r"acts \(/JavaScript\)"),
    ],
)
def test_what_acts_does_not(made: bytes, change: Callable[[pikepdf.Pdf], None], words: str) -> None:
    with pytest.raises(RenderError, match=words) as caught:
        verify(changed(made, change), pages(made), "posts/a.md")
    assert str(caught.value).startswith("posts/a.md: error: not written, because the file ")


def test_what_is_not_whole_does_not(made: bytes) -> None:
    for broken in (b"", b"%PDF-1.7\n", made[: len(made) // 3]):
        with pytest.raises(RenderError, match=r"does not open|pages"):
            verify(broken, pages(made))
    with pytest.raises(RenderError, match="pages"):
        verify(made, pages(made) + 1)
