"""Addresses and other long words on the page: no overflow, no hyphens, copied as written."""

from __future__ import annotations

import io

import pikepdf
import pytest
from pdf_samples import Made, book, chapter, written
from writing import as_pdf

from publish import covers
from publish.model import Person
from publish.project import style

ADDRESS = (
    "https://documentation.internationalization.example.org/configuration/troubleshooting?"
    "utm_source=newsletter&utm_campaign=spring_2026&session=0123456789abcdef0123456789abcdef"
)
HASH = (
    "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08e3b0c44298fc1c149afbf4c8996fb924"
)
MAIL = "a.rather.long.name.of.somebody@department.of.something.university.example"
PATH = "/usr/local/lib/python3.11/site-packages/package_name/sub_package/implementation_file.py"
NAME = "com.example.organisation.project.module.submodule.ClassNameFactoryBuilderImplementation"
LOW = "term_with_a_very_long_name_that_has_no_break_in_it_at_all_and_goes_on_and_on_and_on_and_on"
LETTERS = "a" * 200
PLACES = {
    "paragraph": "Look at {} now.",
    "after a bracket": "Look (see {}) and “{}” now.",
    "list": "- one {}\n  1. two {}",
    "quotation": "> > {}",
    "terms": "{}\n: {}",
    "headings": "## {}\n\nText.\n\n### {}\n\n#### {}\n\n##### {}\n\n###### {}",
    "note": "Text.[^1]\n\n[^1]: First {}\n\n    Second {}",
    "note at the end": "## Heading[^1]\n\nText.\n\n[^1]: First {}",
    "code": "Type `{}` and\n\n```\n{}\n```\n",
    "emphasis": "**{}** and *{}*",
    "link": "[{}](https://example.org/)",
    "caption": "![Picture](missing.png)\n*Caption {}*",
    "standfirst": "*What stands first: {}*\n\nText.",
    "table": "| A | B |\n|---|---|\n| {} | b |",
}


def squeezed(made: Made) -> str:
    return "".join(made.text().split()).replace("\ufffe", "-").replace("\x02", "-")


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("word", [ADDRESS, HASH, MAIL, PATH, NAME, LOW, LETTERS])
def test_long_words_stay_on_the_page_as_they_were_written(place: str, word: str) -> None:
    text = PLACES[place].replace("{}", word)
    if word in (LOW, PATH) and place == "emphasis":
        text = f"<b>{word}</b> and <i>{word}</i>"
    made = Made(book(written(text)))
    assert made.beyond() == ""
    copied = squeezed(made)
    assert copied.count(word.replace(" ", "")) >= text.count(word)


@pytest.mark.parametrize("lead", range(0, 60, 4))
def test_addresses_take_no_hyphen(lead: int) -> None:
    text = (
        f"{'L' * lead} at https://documentation.internationalization.example.org/configuration/troubleshooting and at "
        "configuration.example.com/documentation or implementation_documentation.py, "
        "com.example.**organisation.internationalization**.Configuration, "
        "[documentation.example.org/administration](https://documentation.example.org/administration) and "
        "internationalizationConfiguration2 too."
    )
    made = Made(book(written(text)))
    assert "-" not in squeezed(made).split("ATitle")[-1].split("Colophon")[0]
    assert "com.example.organisation.internationalization.Configuration" in squeezed(made)


def test_ordinary_words_keep_their_hyphens() -> None:
    made = Made(book(written("Responsibility and internationalization of documentation. " * 12)))
    assert "\ufffe" in made.text() or "\xad" in made.text() or "-" in made.text()


@pytest.mark.parametrize("word", [ADDRESS, MAIL, NAME, "W" * 90, "Supercalifragilisticexpialidocious" * 3])
@pytest.mark.parametrize("page", ["a5", "phone"])
def test_long_titles_stay_on_their_pages(word: str, page: str) -> None:
    body = (
        f"## {word}\n\n"
        + "Words and words again.\n\n" * 120
        + "## Two\n\n## Three\n\n## Four\n\n## Five\n\n## Six\n"
    )
    made = Made(book(written(body, title=word, authors=(Person(word, word),)), publisher=word), page)
    margin = {"a5": 17, "phone": 4.5}[page]
    assert made.beyond(margin, margin) == ""
    assert word in squeezed(made)
    assert made.bookmarks()[:2] == [word, word]


def test_links_written_out_stay_on_the_page() -> None:
    text = f"[Here]({ADDRESS}).\n\n| A | B |\n|---|---|\n| [there]({ADDRESS}2) | b |"
    made = Made(book(written(text)), "a5-print")
    shown = ADDRESS.removeprefix("https://")
    assert shown in squeezed(made)
    assert f"({shown}2)" in squeezed(made)


def test_a_volumes_sources_stay_on_the_page() -> None:
    long = [chapter(id=name, stem=name, address=f"{ADDRESS}{name}", title=name) for name in ("one", "two")]
    made = Made(book(*long))
    assert made.beyond() == ""
    assert f"{ADDRESS}one" in squeezed(made)


def test_descriptions_of_links_hold_no_places_to_break() -> None:
    data = as_pdf(book(written(f"<{ADDRESS}>")), style.load("journal"))
    with pikepdf.open(io.BytesIO(data)) as file:
        said = [str(each.Contents) for page in file.pages for each in page.get("/Annots", [])]
    assert ADDRESS in said


@pytest.mark.parametrize("word", [ADDRESS[:85], MAIL, PATH])
def test_an_address_on_a_cover_takes_no_hyphen(word: str) -> None:
    made = covers.compose(
        title=word, language="en", authors=("Mara Ellison",), site="Harbour", template="type"
    )
    page = covers.page(made, style.load("journal"))
    lines = [line.strip() for line in "".join(page).replace("<", "\n<").replace(">", ">\n").splitlines()]
    words = [line for line in lines if line and not line.startswith("<")]
    assert word in "".join(words)


@pytest.mark.parametrize("lead", range(24, 60, 2))
def test_lines_end_with_no_hyphen_of_a_name(lead: int) -> None:
    """One could not tell it from a hyphen that is not part of the name."""
    name = "docker-compose-settings.yml"
    made = Made(book(written(f"{'L' * lead} words `{name}`, `text-align-last` and {name} more words.")))
    lines = made.page_text(1).replace("\r", "").split("\n")
    assert not [line for line in lines if line.rstrip().endswith("-")]
    assert squeezed(made).count(name) == 2


@pytest.mark.parametrize("lead", range(20, 60, 2))
def test_only_words_that_begin_a_line_are_broken(lead: int) -> None:
    """Also inside an element that begins the line."""
    made = Made(
        book(
            written(
                f"**{'L ' * lead} words `timeouting` [thoughts](https://example.org/) *strengths* {LETTERS}** now."
            )
        )
    )
    for word in ("timeouting", "thoughts", "strengths"):
        assert word in made.text()


def test_a_name_with_a_hyphen_inside_an_address_is_a_part_of_it() -> None:
    path = "movies/horror/_posts/2019-05-21-bride-of-chucky.markdown"
    made = Made(book(written(f"A post at `{path}`, and the word after it.")))
    assert path in squeezed(made)


@pytest.mark.parametrize("place", ["## {} {}", "- {} {}", "| {} {} |\n|---|\n| {} {} |", "{} {}"])
def test_no_line_ends_between_the_signs_of_a_short_name(place: str) -> None:
    text = "\n\n".join(
        place.replace("{}", f"{'w' * number} about modern {name}", 1).replace("{}", name)
        for number in range(1, 12)
        for name in ("C++", "g++,", "C++17")
    )
    shown = "\n".join(Made(book(written(text)), "phone").text().split())
    assert shown.count("C++") + shown.count("g++") >= 66
    assert not [line for line in shown.split() if line.endswith(("C+", "g+")) or line[0] == "+"]
    assert "\u2060" not in shown
