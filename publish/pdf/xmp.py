"""The file's metadata: XMP packet and Info dictionary, with exactly the same values."""

from __future__ import annotations

from datetime import UTC, datetime

from lxml import etree

from publish import __version__
from publish.books.makers import people
from publish.model import Book

__all__ = ["info", "packet"]

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
DC = "http://purl.org/dc/elements/1.1/"
XMP = "http://ns.adobe.com/xap/1.0/"
RIGHTS = "http://ns.adobe.com/xap/1.0/rights/"
PDF = "http://ns.adobe.com/pdf/1.3/"
PDFA = "http://www.aiim.org/pdfa/ns/id/"
PDFUA = "http://www.aiim.org/pdfua/ns/id/"
EXTENSION = "http://www.aiim.org/pdfa/ns/extension/"
SCHEMA = "http://www.aiim.org/pdfa/ns/schema#"
PROPERTY = "http://www.aiim.org/pdfa/ns/property#"
_NAMES = {
    "rdf": RDF, "dc": DC, "xmp": XMP, "xmpRights": RIGHTS, "pdf": PDF, "pdfaid": PDFA, "pdfuaid": PDFUA,
    "pdfaExtension": EXTENSION, "pdfaSchema": SCHEMA, "pdfaProperty": PROPERTY,
}  # fmt: skip
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def _dates(book: Book) -> tuple[datetime, datetime]:
    modified = book.modified.astimezone(UTC)
    created = book.date.astimezone(UTC) if book.date else modified
    return created, max(created, modified)


def info(book: Book) -> dict[str, str]:
    """The Info dictionary (ISO 32000-1, 14.3.3), with our own keys where it defines none. Dates in UTC."""
    created, modified = _dates(book)
    return {
        "Title": book.title,
        "Author": ", ".join(people(book)),
        "Subject": book.description,
        "Keywords": ", ".join(book.subjects),
        "Language": book.language,
        "Publisher": book.publisher,
        "Rights": book.rights,
        "Source": book.source,
        "Creator": f"publish {__version__}",
        "Producer": _producer(),
        "CreationDate": f"D:{created:%Y%m%d%H%M%S}Z",
        "ModDate": f"D:{modified:%Y%m%d%H%M%S}Z",
    }


def _producer() -> str:
    from publish.weasy.libraries import VERSION  # this loads the engine

    return f"WeasyPrint {VERSION}"


def packet(book: Book) -> bytes:
    """The XMP packet, which claims PDF/A-2a and PDF/UA-1 (ISO 19005-2, 6.6; ISO 14289-1, 5)."""
    rdf = etree.Element(f"{{{RDF}}}RDF", nsmap=_NAMES)
    about = etree.SubElement(rdf, f"{{{RDF}}}Description", {f"{{{RDF}}}about": ""})
    created, modified = _dates(book)
    for tag, value in (
        (f"{{{PDFA}}}part", "2"),
        (f"{{{PDFA}}}conformance", "A"),
        (f"{{{PDFUA}}}part", "1"),
        (f"{{{PDF}}}Producer", _producer()),
        (f"{{{PDF}}}Keywords", ", ".join(book.subjects)),
        (f"{{{XMP}}}CreatorTool", f"publish {__version__}"),
        (f"{{{XMP}}}CreateDate", f"{created:%Y-%m-%dT%H:%M:%SZ}"),
        (f"{{{XMP}}}ModifyDate", f"{modified:%Y-%m-%dT%H:%M:%SZ}"),
        (f"{{{DC}}}format", "application/pdf"),
        (f"{{{DC}}}identifier", book.identifier),
        (f"{{{DC}}}source", book.source),
    ):
        if value:
            etree.SubElement(about, tag).text = value
    _row(about, "title", "Alt", (book.title,))
    _row(about, "creator", "Seq", people(book))
    _row(about, "description", "Alt", (book.description,))
    _row(about, "subject", "Bag", book.subjects)
    _row(about, "language", "Bag", book.languages)
    _row(about, "date", "Seq", (f"{created:%Y-%m-%dT%H:%M:%SZ}",) if book.date else ())
    _row(about, "publisher", "Bag", (book.publisher,))
    _row(about, "rights", "Alt", (book.rights,))
    _declare_pdfua(about)
    body = etree.tostring(rdf, encoding="utf-8")
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n<x:xmpmeta xmlns:x="adobe:ns:meta/">'.encode()
        + body
        + b'</x:xmpmeta>\n<?xpacket end="r"?>'
    )


def _row(about: etree._Element, name: str, kind: str, values: tuple[str, ...]) -> None:
    """One Dublin Core property as an array of the type that XMP requires."""
    values = tuple(value for value in values if value)
    if not values:
        return
    holder = etree.SubElement(etree.SubElement(about, f"{{{DC}}}{name}"), f"{{{RDF}}}{kind}")
    for value in values:
        item = etree.SubElement(holder, f"{{{RDF}}}li")
        if kind == "Alt":
            item.set(_XML_LANG, "x-default")
        item.text = value


def _declare_pdfua(about: etree._Element) -> None:
    """Declare `pdfuaid:part`: PDF/A allows only properties that it knows or that are declared (ISO 19005-2,
    6.6.2.3.2).
    """
    resource = {f"{{{RDF}}}parseType": "Resource"}
    bag = etree.SubElement(etree.SubElement(about, f"{{{EXTENSION}}}schemas"), f"{{{RDF}}}Bag")
    schema = etree.SubElement(bag, f"{{{RDF}}}li", resource)
    for name, value in (("schema", "PDF/UA identification"), ("namespaceURI", PDFUA), ("prefix", "pdfuaid")):
        etree.SubElement(schema, f"{{{SCHEMA}}}{name}").text = value
    row = etree.SubElement(etree.SubElement(schema, f"{{{SCHEMA}}}property"), f"{{{RDF}}}Seq")
    entry = etree.SubElement(row, f"{{{RDF}}}li", resource)
    for name, value in (
        ("name", "part"),
        ("valueType", "Integer"),
        ("category", "internal"),
        ("description", "The part of ISO 14289 that the file conforms to"),
    ):
        etree.SubElement(entry, f"{{{PROPERTY}}}{name}").text = value
