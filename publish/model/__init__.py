"""The data between the stages from post to book: frozen, picklable, without imports from other rooms."""

from publish.model.flow import (
    Book,
    Chapter,
    Cover,
    Format,
    Heading,
    Image,
    Maker,
    Notice,
    PageBreak,
    Person,
    Post,
    Series,
    Site,
)
from publish.model.manuscript import Manuscript, PageList, Rendered
from publish.model.options import Limits, Options

__all__ = [
    "Book",
    "Chapter",
    "Cover",
    "Format",
    "Heading",
    "Image",
    "Limits",
    "Maker",
    "Manuscript",
    "Notice",
    "Options",
    "PageBreak",
    "PageList",
    "Person",
    "Post",
    "Rendered",
    "Series",
    "Site",
]
