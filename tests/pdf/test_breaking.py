"""Line breaks chosen together: compared with manual sums, and with all other ways to break the paragraph."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import combinations, pairwise
from math import inf

import pytest

from publish.weasy.paragraphs import hyphenation
from publish.weasy.paragraphs.breaking import Measure, Place, lines

MEASURE = Measure(width=100, indent=0, stretch=5, shrink=2, give=0, shortest=0)


def words(*widths: float, space: float = 10) -> list[Place]:
    """Places after words of these widths, and the paragraph's end."""
    found: list[Place] = []
    reached = 0.0
    for number, width in enumerate(widths):
        reached += width
        found.append(Place(reached, reached + space, number, number + 1, 0, False))
        reached += space
    found[-1] = found[-1]._replace(last=True)
    return found


def total(places: list[Place], ends: tuple[int, ...], measure: Measure) -> float:
    """Demerits of one way, counted as the module says it; infinite when a line does not fit."""
    found, fitness, run, start, skipped, room = 0.0, 1, 0, 0.0, 0.0, measure.width - measure.indent
    for number, end in enumerate(ends):
        place, last = places[end], end == len(places) - 1
        width, spaces = place.end - start, place.spaces - skipped
        spare = room - width
        ease = (measure.stretch if spare > 0 else measure.shrink) * spaces + measure.give * width
        ratio = 0.0 if abs(spare) < 1e-6 else spare / ease if ease else 1e9 if spare > 0 else -1e9
        ratio = min(ratio, 0.0) if last else ratio
        if ratio < -1:
            return inf
        kind = sum(ratio >= edge for edge in (-0.5, 0.5000001, 1.0000001))
        run = run + 1 if place.hyphen else 0
        found += (10 + 100 * abs(ratio) ** 3) ** 2 + place.cost**2
        found += 10_000 * (abs(kind - fitness) > 1) + 50_000 * (run == 2) + 4_000_000 * (run > 2)
        found += 1_000_000 * (last and number > 0 and places[ends[-2]].hyphen)
        found += 1_000_000 * (last and number > 0 and width < measure.shortest)
        fitness, start, skipped, room = kind, place.start, place.skipped, measure.width
    return found


def test_lines_that_fit_exactly_are_chosen() -> None:
    assert lines(words(45, 45, 30, 60, 20), MEASURE, 1) == (1, 3, 4)


def test_the_first_line_gives_way_so_that_the_second_is_good() -> None:
    # Greedy: 30 30 20 | 80 lacks 20 and has no space. Together: 30 30 | 20 70.
    places = words(30, 30, 20, 70, 40)
    assert lines(places, replace(MEASURE, stretch=30), inf) == (1, 3, 4)


def test_spaces_shrink_as_far_as_they_may_and_no_further() -> None:
    assert lines(words(30, 30, 24, 30), MEASURE, 1) == (2, 3)  # 104 wide, two spaces give 2 each
    assert lines(words(30, 30, 24.1, 30), replace(MEASURE, stretch=50), 1) == (1, 3)


def test_letters_give_what_spaces_lack() -> None:
    tight = words(30, 30, 25, 30)
    assert lines(tight, MEASURE, 1) is None
    assert lines(tight, replace(MEASURE, give=0.02), 1) == (2, 3)


def test_the_indent_is_taken_from_the_first_line_alone() -> None:
    assert lines(words(45, 25, 45, 45), replace(MEASURE, indent=20), 1) == (1, 3)


def test_what_is_wider_than_a_line_has_no_way() -> None:
    assert lines(words(30, 101, 30), MEASURE, inf) is None
    assert lines(words(101), MEASURE, inf) is None


def test_a_hyphen_wider_than_what_it_cuts_off_does_not_end_the_search() -> None:
    places = [
        Place(102, 97, 0, 0, 200, True),
        Place(100, 110, 0, 1, 0, False),
        Place(140, 140, 1, 1, 0, False),
    ]
    assert lines(places, MEASURE, inf) == (1, 2)


def test_a_ragged_line_leaves_its_spaces_alone() -> None:
    measure = replace(MEASURE, shrink=0, stretch=0, rag=20)
    assert lines(words(30, 30, 24, 30), measure, inf) == (1, 3)


def test_three_hyphens_in_a_row_are_worse_than_loose_lines() -> None:
    places = []
    for number in range(1, 6):
        before = (number - 1) * 100
        places += [
            Place(before + 80, before + 80, number * 3 - 2, number * 3 - 1, 0, False),
            Place(before + 100, before + 100, number * 3, number * 3, 200, True),
        ]
    places.append(Place(540, 540, 17, 17, 0, False, last=True))
    found = lines(places, replace(MEASURE, stretch=8, shrink=8), inf)
    assert found is not None
    runs = "".join("-" if places[number].hyphen else " " for number in found)
    assert "---" not in runs


@pytest.mark.parametrize("seed", range(60))
def test_no_other_way_is_better(seed: int) -> None:
    chance = random.Random(seed)
    places, reached, spaces = [], 0.0, 0
    for _ in range(11):
        reached += chance.uniform(8, 40)
        if chance.random() < 0.35:
            cost = chance.choice((50, 200))
            places.append(Place(reached + 3, reached, spaces, spaces, cost, True))
        else:
            places.append(Place(reached, reached + 8, spaces, spaces + 1, 0, False))
            reached, spaces = reached + 8, spaces + 1
    places[-1] = places[-1]._replace(end=reached, cost=0, hyphen=False, last=True)
    measure = Measure(100, chance.choice((0, 12)), 6, 2.5, chance.choice((0, 0.02)), chance.choice((0, 30)))
    last = len(places) - 1
    ways = [(*inner, last) for count in range(last + 1) for inner in combinations(range(last), count)]
    best = min(total(places, way, measure) for way in ways)
    found = lines(places, measure, inf)
    if best == inf:
        assert found is None
        return
    assert found is not None
    assert total(places, found, measure) == pytest.approx(best)
    assert all(one < other for one, other in pairwise(found))


def parted(text: str, language: str = "en", limits: tuple[int, int, int] = (6, 3, 3)) -> str:
    hyphenation.prefer_american()
    places = [place for place, _ in hyphenation.parts(text, language, limits)]
    return "".join("-" * (number in places) + letter for number, letter in enumerate(text))


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("en", "deter-mine polit-i-cal typ-i-cal"),
        ("en-US", "deter-mine polit-i-cal typ-i-cal"),
        ("en-GB", "determ-ine polit-ical typ-ical"),
        ("en-AU", "determ-ine polit-ical typ-ical"),
        ("de", "de-ter-mi-ne po-li-ti-cal ty-pi-cal"),
    ],
)
def test_english_is_parted_as_its_country_does(language: str, shown: str) -> None:
    limits = (6, 3, 3) if language != "de" else (5, 2, 2)
    assert parted("determine political typical", language, limits) == shown


@pytest.mark.parametrize(
    "word",
    [
        "well-considered",
        "pro-Iranian",
        "anti\u2010American",
        "anti\u2011American",
        "https://documentation.example.org",
        "documentation.example.org",
        "someone@organization",
        "configuration_file",
        "/configuration/documentation",
        "INTERNATIONALIZATION",
        "JavaScriptEngine",
        "transport2system",
        "giv\u00adenness",
        "given",
    ],
)
def test_what_an_editor_would_not_part(word: str) -> None:
    assert parted(f"the {word}, and") == f"the {word}, and"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("“considerable,”", "“con-sid-er-able,”"),
        ("(government’s)", "(gov-ern-ment’s)"),
        ("war—considerable—peace", "war—con-sid-er-able—peace"),
        ("information…", "infor-ma-tion…"),
    ],
)
def test_marks_around_a_word_are_no_part_of_it(text: str, shown: str) -> None:
    assert parted(text) == shown


def test_a_name_inside_a_sentence_is_known() -> None:
    text = "Considerable losses. Washington and Washingtonian said: “Considerable losses”"
    found = list(hyphenation.parts(text, "en-US", (6, 3, 3)))
    inside = range(text.index("Washingtonian"), text.index(" said"))
    assert {named for place, named in found if place in inside} == {True}
    assert {named for place, named in found if place not in inside} == {False}


def test_a_word_that_goes_on_in_another_element_is_left_whole() -> None:
    text = "internationalization"
    assert not list(hyphenation.parts(text, "en-US", (6, 3, 3), 0, 13))
    assert list(hyphenation.parts(text, "en-US", (6, 3, 3), 0, 20))
