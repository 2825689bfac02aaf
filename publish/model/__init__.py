"""The data between the stages from post to book: frozen, picklable, without imports from other rooms."""

from publish.model.flow import Book, Chapter, Cover, Format, Heading, Image, PageBreak, Person, Post, Series
from publish.model.manuscript import Manuscript, PageList, Rendered
from publish.model.notice import Notice
from publish.model.options import Limits, Options
from publish.model.site import Maker, Site

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
