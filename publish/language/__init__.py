"""Things that depend on the language: detection, the book's own texts, dates and names."""

from publish.language.dates import format_date, format_month, format_months
from publish.language.detect import detect, han_script, is_chinese, is_eastern, language_of, shortened
from publish.language.direction import direction, is_right_to_left
from publish.language.emphasis import has_italics
from publish.language.labels import in_all_languages, join_names, label, label_language
from publish.language.names import parse_people
from publish.language.tags import fault_of_tag, iso639_3, name_language, normalise

__all__ = [
    "detect",
    "direction",
    "fault_of_tag",
    "format_date",
    "format_month",
    "format_months",
    "han_script",
    "has_italics",
    "in_all_languages",
    "is_chinese",
    "is_eastern",
    "is_right_to_left",
    "iso639_3",
    "join_names",
    "label",
    "label_language",
    "language_of",
    "name_language",
    "normalise",
    "parse_people",
    "shortened",
]
