"""Characters without a shape, a font or a meaning, and what happens to each."""

from __future__ import annotations

import html
import re
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path
from unicodedata import normalize, unidata_version

import pikepdf
import pytest
from fonts_at_hand import command, fontconfig, make_font
from fontTools.feaLib.builder import addOpenTypeFeaturesFromString
from fontTools.ttLib import TTFont
from pdf_samples import Made, book, chapter, written

from publish import doctor
from publish.cli import main
from publish.errors import GlyphError
from publish.fonts import coverage

Validate = Callable[[Iterable[Path | str]], dict[Path, dict[str, list[str]]]]

ABSENT = "\U0001f680\U0001f44d\U0001f1e8\u23f3\u20e3\U00020bb6"
"""What no font has on the machine of these tests: a rocket, a thumb, a letter of flags, a keycap, a rare Han character."""
BREAKS = {"line": 0x2028, "paragraph": 0x2029, "NEL": 0x85, "form feed": 0xC, "tabulation": 0xB}
LEFT_OUT = {
    "private": 0xE123, "private in plane 15": 0xF0000, "private in plane 16": 0x10FFFD, "bell": 7, "unit": 0x1F,
    "delete": 0x7F, "C1": 0x9B, "anchor": 0xFFF9, "separator": 0xFFFA, "terminator": 0xFFFB, "object": 0xFFFC,
    "tag": 0xE0041, "end of tags": 0xE007F, "noncharacter": 0xFDD0, "last of plane 1": 0x1FFFE, "reserved": 0x2065,
    "deprecated": 0x206A,
}  # fmt: skip
UNSEEN = {
    "zero-width space": 0x200B, "ZWNJ": 0x200C, "ZWJ": 0x200D, "word joiner": 0x2060, "BOM": 0xFEFF, "SHY": 0xAD,
    "Mongolian": 0x180E, "Mongolian selector": 0x180B, "LRM": 0x200E, "RLM": 0x200F, "ALM": 0x61C, "LRE": 0x202A,
    "PDF": 0x202C, "FSI": 0x2068, "PDI": 0x2069, "VS1": 0xFE00, "VS15": 0xFE0E, "VS16": 0xFE0F, "VS17": 0xE0100,
    "VS256": 0xE01EF, "grapheme joiner": 0x34F, "Khmer": 0x17B4, "shorthand": 0x1BCA0, "beam": 0x1D173,
    "function": 0x2061,
}  # fmt: skip
SPACES = {
    "no-break": 0xA0, "en": 0x2002, "em": 0x2003, "figure": 0x2007, "hair": 0x200A, "narrow": 0x202F,
    "mathematical": 0x205F, "ideographic": 0x3000, "braille": 0x2800, "Hangul": 0x3164, "halfwidth Hangul": 0xFFA0,
    "choseong": 0x115F,
}  # fmt: skip
EVERY = {**BREAKS, **LEFT_OUT, **UNSEEN, **SPACES}
_WITHOUT_SHAPE = str.maketrans("", "", "".join(map(chr, UNSEEN.values())))
_BLANK = str.maketrans({chr(code): " " for code in (*SPACES.values(), 0x1160)})


def post(mark: str) -> str:
    """A post with a mark in everything that an author can write."""
    return (
        f"---\ntitle: One{mark}two\nauthor: Ann{mark}Lee\ndescription: Says{mark}so\nlang: en\n---\n\n"
        f"## Head{mark}ing\n\nWord{mark}word and 漢{mark}字, `co{mark}de`.\n\n> Quo{mark}ted\n\n"
        f"- it{mark}em\n\n|a{mark}b|c|\n|-|-|\n|d|e{mark}f|\n\n![al{mark}t](none.png)\n*▲ cap{mark}tion*\n\n"
        f"```\npre{mark}pre\n```\n"
    )


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Posts with each of the characters, made in the three formats where no font has any."""
    folder = tmp_path_factory.mktemp("characters")
    env = fontconfig(folder, ABSENT)
    for name, code in EVERY.items():
        (folder / f"{name}.md").write_text(post(chr(code)), "utf-8")
    for kind in ("pdf", "epub", "html"):
        status, said = command(kind, ".", "-o", "out", "-j", "2", cwd=folder, env=env)
        assert (status, [line for line in said if "error" in line]) == (0, [])
    return folder / "out"


def shown(text: str) -> str:
    """A text as one sees it: runs of spaces as one, nothing of what has no shape."""
    return " ".join(text.translate(_BLANK).translate(_WITHOUT_SHAPE).split())


def in_epub(path: Path) -> str:
    with zipfile.ZipFile(path) as file:
        pages = [file.read(name).decode() for name in file.namelist() if name.endswith(".xhtml")]
    bodies = "".join(page[page.index("<body") :] for page in pages)
    return html.unescape(re.sub(r"<[^>]*>", " ", re.sub(r"</?(?:span|em|code|a)\b[^>]*>", "", bodies)))


def in_html(path: Path) -> str:
    page = path.read_text("utf-8")
    page = page[page.index("<body") :]
    return html.unescape(re.sub(r"<[^>]*>", " ", re.sub(r"</?(?:span|em|code|a)\b[^>]*>", "", page)))


def texts(folder: Path, name: str) -> dict[str, str]:
    return {
        "pdf": shown(Made.of((folder / f"{name}.pdf").read_bytes()).text()),
        "epub": shown(in_epub(folder / f"{name}.epub")),
        "html": shown(in_html(folder / f"{name}.html")),
    }


@pytest.mark.parametrize("name", EVERY)
def test_it_is_a_space_or_nothing_in_the_three_formats(printed: Path, name: str) -> None:
    gap = " " if name in {**BREAKS, **SPACES} else ""
    for kind, text in texts(printed, name).items():
        words = [f"Head{gap}ing", f"Word{gap}word and", f"Quo{gap}ted", f"it{gap}em", f"e{gap}f"]
        words += [f"One{gap}two", f"Ann{gap}Lee", f"pre{gap}pre", f"cap{gap}tion"]
        assert [each for each in words if each not in text] == [], (kind, text)


def test_a_line_separator_between_two_han_characters_is_no_space(printed: Path) -> None:
    assert all("漢字" in text for text in texts(printed, "line").values())


def test_metadata_are_clean(printed: Path) -> None:
    for name, gap in (("line", " "), ("private", ""), ("anchor", ""), ("tag", "")):
        with pikepdf.open(printed / f"{name}.pdf") as file:
            assert str(file.docinfo["/Title"]) == f"One{gap}two"
            assert str(file.docinfo["/Author"]) == f"Ann{gap}Lee"
            assert str(file.docinfo["/Subject"]) == f"Says{gap}so"


def test_they_are_accessible_and_archival(printed: Path, verapdf: Validate) -> None:
    some = [
        printed / f"{name}.pdf" for name in ("line", "braille", "Hangul", "Mongolian selector", "shorthand")
    ]
    assert {path.name: bad for path, bad in verapdf(some).items() if any(bad.values())} == {}


def test_what_only_an_icon_font_shows_is_said_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(
        "---\ntitle: A\n---\nOne \uf09b two.\n\nA reference: &#xF1C0; there.\n", "utf-8"
    )
    status, said = command("html", "a.md", cwd=tmp_path, env=fontconfig(tmp_path))
    assert status == 0
    advice = "use a word or a picture in their place"
    assert said[:2] == [
        f"a.md:4: warning: left out characters that only an icon font can show, the first U+F09B: {advice}",
        f"a.md:6: warning: left out characters that only an icon font can show, the first U+F1C0: {advice}",
    ]
    assert "One two. A reference: there." in shown(in_html(tmp_path / "build/a.html"))


def test_a_title_of_nothing_that_is_seen_is_no_title(tmp_path: Path) -> None:
    (tmp_path / "a-name.md").write_text('---\ntitle: "\u200b\u3164\ue000"\n---\nWords.\n', "utf-8")
    _, said = command("html", "a-name.md", cwd=tmp_path, env=fontconfig(tmp_path))
    assert "a-name.md:2: warning: no title: publish uses 'A name', from the file name; add `title:`" in said


def test_joiners_stay_where_a_script_needs_them() -> None:
    words = "می\u200cخواهم क्\u200dष"
    made = coverage.printed(words, "fa", coverage.lack(words))
    assert made == words


FLAG = "\U0001f1e8\U0001f1f3"
FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
LATER = "import time\n\nnow = time.time\ntime.time = lambda: now() + 86_400\n"
"""For a process that runs a day later."""
THUMB = "\U0001f44d\U0001f3fd"
NAMED = {
    "en": "[rocket], [thumbs up medium skin tone], [China], [keycap 1], [hourglass not done]",
    "zh-Hans": "[火箭], [拇指向上 中等肤色], [中国], [按键 1], [沙正往下流的沙漏]",
    "zh-Hant": "[火箭], [讚 淺褐皮膚], [中國], [按鍵：1], [流動的沙漏]",
    "de": "[rakete], [daumen hoch mittlere hautfarbe], [flagge china], [taste 1], [laufende sanduhr]",
    "sv": "[rocket], [thumbs up medium skin tone], [China], [keycap 1], [hourglass not done]",
}
EMOJI = f"\U0001f680, {THUMB}, {FLAG}, 1\ufe0f\u20e3, \u23f3"


@pytest.fixture(scope="module")
def named(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """Posts with emoji in five languages, and a volume of them, where no font has any; and what was said."""
    folder = tmp_path_factory.mktemp("emoji")
    env = fontconfig(folder, ABSENT)
    for tag in NAMED:
        text = (
            f"---\ntitle: Up {EMOJI}\nauthor: Ann\nlang: {tag}\n---\n\n## Go \U0001f680\n\nSo: {EMOJI}.\n\n"
        )
        (folder / f"{tag}.md").write_text(text + "`\U0001f680`\n", "utf-8")
    status, said = command("pdf", ".", "-o", "out", "-j", "2", cwd=folder, env=env)
    assert status == 0, said
    words = ("--title", "All \U0001f680", "--format", "pdf", "-o", "volume.pdf")
    status, more = command("volume", ".", *words, cwd=folder, env=env)
    assert status == 0, more
    assert len([line for line in more if "prints their names" in line]) == len(NAMED) + 1
    return folder, said


def copied(path: Path) -> str:
    """What is copied of a PDF, without spaces and the hyphens of line breaking."""
    return "".join(Made.of(path.read_bytes()).text().replace("\ufffe", "").split())


def spoken(path: Path) -> str:
    """What a screen reader says of a PDF, without spaces."""
    return "".join(Made.of(path.read_bytes()).spoken().split())


@pytest.mark.parametrize("tag", NAMED)
def test_emoji_without_a_font_are_named_in_the_posts_language(
    named: tuple[Path, list[str]], tag: str
) -> None:
    text = copied(named[0] / "out" / f"{tag}.pdf")
    whole = "".join(NAMED[tag].split())
    assert f"So:{whole}." in text
    assert f"Up{whole}" in text
    rocket = NAMED[tag].split(",")[0]
    assert f"Go{rocket}" in text
    bound = copied(named[0] / "volume.pdf")
    assert f"So:{whole}." in bound
    assert bound.count(f"Up{whole}") >= 2  # contents and the chapter's own head


def test_each_post_says_once_how_to_have_emoji(named: tuple[Path, list[str]]) -> None:
    _, said = named
    found = [line for line in said if "warning" in line and "cover" not in line]
    assert sorted(line.partition(":")[0] for line in found) == sorted(f"{tag}.md" for tag in NAMED)
    assert all("the book prints their names in brackets; to get emoji: " in line for line in found)
    assert all("publish doctor --install" in line for line in found)
    assert all("\U0001f680" in line and "\u23f3" in line for line in found)


def test_names_are_text_and_the_title_keeps_its_emoji(
    named: tuple[Path, list[str]], verapdf: Validate
) -> None:
    paths = [named[0] / "out" / "en.pdf", named[0] / "out" / "zh-Hant.pdf", named[0] / "volume.pdf"]
    assert {path.name: bad for path, bad in verapdf(paths).items() if any(bad.values())} == {}
    with pikepdf.open(paths[0]) as file:
        assert str(file.docinfo["/Title"]) == f"Up {EMOJI}"


def test_strict_refuses_named_emoji(named: tuple[Path, list[str]], tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("---\ntitle: A\n---\n\U0001f680\n", "utf-8")
    status, said = command("pdf", "a.md", "--strict", cwd=tmp_path, env=fontconfig(tmp_path, ABSENT))
    assert status == 1
    assert any("1 warning; --strict does not allow warnings" in line for line in said)


def test_epub_and_html_keep_emoji(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(f"---\ntitle: A\n---\nSo: {EMOJI} {FAMILY}.\n", "utf-8")
    env = fontconfig(tmp_path, ABSENT)
    for kind in ("epub", "html"):
        status, said = command(kind, "a.md", cwd=tmp_path, env=env)
        assert (status, said[:-1]) == (0, [])
    assert f"So: {EMOJI} {FAMILY}." in in_epub(tmp_path / "build/a.epub").replace("\ufeff", "")
    assert f"So: {EMOJI} {FAMILY}." in in_html(tmp_path / "build/a.html")


def test_a_font_that_is_installed_later_is_used(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(
        "---\ntitle: A\nlang: en\n---\nOne \U0001f680, 人\U00020bb6人.\n\n", "utf-8"
    )
    (tmp_path / "b.md").write_text("---\ntitle: B\nlang: en\n---\nOne \U0001f680.\n\n", "utf-8")
    (tmp_path / "c.md").write_text("---\ntitle: C\nlang: en\n---\nPlain.\n\n", "utf-8")
    status, said = command("pdf", ".", cwd=tmp_path, env=fontconfig(tmp_path, ABSENT))
    assert status == 1
    assert (
        "a.md:5: error: no font on this machine has \U00020bb6 (U+20BB6); install one: publish doctor --install"
        in said
    )
    assert not (tmp_path / "build/a.pdf").exists()
    make_font(tmp_path / "fonts" / "rare.ttf", "Rare", "\U00020bb6\U0001f680")
    status, said = command("pdf", ".", "-v", cwd=tmp_path, env=fontconfig(tmp_path, fonts=tmp_path / "fonts"))
    assert status == 0, said
    assert [line for line in said if "warning" in line] == []
    assert "One\U0001f680,人\U00020bb6人." in spoken(tmp_path / "build/a.pdf")
    assert "One\U0001f680." in spoken(tmp_path / "build/b.pdf")


def test_a_volume_names_the_post_and_the_line(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("---\ntitle: A\nlang: zh-Hant\n---\n一\n\n他話\U00020bb6。\n", "utf-8")
    (tmp_path / "b.md").write_text("---\ntitle: B\nlang: en\n---\nPlain.\n", "utf-8")
    words = ("a.md", "b.md", "--title", "V", "--format", "pdf", "-o", "v.pdf")
    status, said = command("volume", *words, cwd=tmp_path, env=fontconfig(tmp_path, ABSENT))
    assert status == 1
    errors = [line for line in said if "error:" in line]
    assert errors == [
        "a.md:7: error: no font on this machine has \U00020bb6 (U+20BB6); install one: publish doctor --install"
    ]
    assert not (tmp_path / "v.pdf").exists()


def test_a_character_without_a_font_fails_with_its_name_and_the_package() -> None:
    with pytest.raises(GlyphError) as caught:
        Made(book(chapter("<p>Right, \U00010d40 and \ue123.</p>")))
    message = str(caught.value)
    assert message.startswith(
        "posts/post.md: error: no font on this machine has \ue123 (U+E123), \U00010d40 (U+10D40); "
    )
    assert caught.value.characters == "\ue123\U00010d40"
    assert "install" in message


@pytest.mark.parametrize(
    ("characters", "package"),
    [
        ("\u0e01", "fonts-noto-core"),
        ("\u0928\u0924", "fonts-noto-core"),
        ("\u4e00", "publish doctor --install"),
        ("\U0001f680", "publish doctor --install"),
        ("\U00020bb6", "publish doctor --install"),
        ("\U00030000", "fonts-babelstone-han"),
    ],
)
def test_the_command_that_mends_it(characters: str, package: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda name: f"/usr/bin/{name}" if name == "apt-get" else None)
    assert package in coverage.remedy(frozenset(characters))


def test_each_character_has_the_remedy_that_is_true_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda name: f"/usr/bin/{name}" if name == "apt-get" else None)
    thai, han = doctor.need_for(0xE01), doctor.need_for(0x4E00)
    is_lacking = dict.fromkeys("\u0e01\u0e02", thai)
    monkeypatch.setattr(
        coverage,
        "needs_of",
        lambda found: tuple(dict.fromkeys(is_lacking[each] for each in sorted(found) if each in is_lacking)),
    )
    install = "install one: apt-get install -y --no-install-recommends fonts-noto-core"
    lacked = (
        "the font packages that publish knows are installed, and lack it: install another font that has it"
    )
    undefined = f"Unicode {unidata_version} does not define it: use another, or install a font that has it"
    assert thai != han
    assert coverage.remedy(frozenset("\u0e01\u0e02")) == install
    assert coverage.remedy(frozenset("\u4e00")) == lacked
    assert coverage.remedy(frozenset("\u0378\u0379")) == undefined
    assert coverage.remedy(frozenset("\u0e01\u0378")) == (
        f"for \u0e01 (U+0E01): {install}; for \u0378 (U+0378): {undefined}"
    )
    assert coverage.remedy(frozenset("\u0e02\u4e00\u0379\u0e01")) == (
        f"for \u0e01 (U+0E01), \u0e02 (U+0E02): {install}; for \u4e00 (U+4E00): {lacked}; for \u0379 (U+0379): {undefined}"
    )


@pytest.mark.skipif(
    not doctor.EMOJI.is_there(), reason="no emoji font is installed: publish doctor --install"
)
def test_emoji_of_an_installed_font_are_accessible_archival_and_copied(
    tmp_path: Path, verapdf: Validate
) -> None:
    for name in "ab":
        words = f"---\ntitle: {name} \U0001f680\nlang: en\n---\nSo \U0001f680 {THUMB} {FLAG} {FAMILY} here.\n"
        (tmp_path / f"{name}.md").write_text(words, "utf-8")
    env = fontconfig(tmp_path)
    assert command("pdf", ".", cwd=tmp_path, env=env)[0] == 0
    assert (
        command("volume", ".", "--title", "V", "--format", "pdf", "-o", "v.pdf", cwd=tmp_path, env=env)[0]
        == 0
    )
    paths = [tmp_path / "build/a.pdf", tmp_path / "v.pdf"]
    assert {path.name: bad for path, bad in verapdf(paths).items() if any(bad.values())} == {}
    for path in paths:
        assert f"So\U0001f680{THUMB}{FLAG}{FAMILY}here." in spoken(path)
    first = [path.read_bytes() for path in paths]
    # Fonts in colour once held the second at which they were cut.
    (tmp_path / "later").mkdir()
    (tmp_path / "later/sitecustomize.py").write_text(LATER)
    env = {**env, "PYTHONPATH": str(tmp_path / "later")}
    assert command("pdf", "a.md", "--force", cwd=tmp_path, env=env)[0] == 0
    again = ("volume", ".", "--title", "V", "--format", "pdf", "-o", "v.pdf", "--force")
    assert command(*again, cwd=tmp_path, env=env)[0] == 0
    assert [path.read_bytes() for path in paths] == first


@pytest.mark.skipif(
    not doctor.RARE_HAN.is_there(), reason="no font of rare Han is installed: publish doctor --install"
)
def test_cantonese_characters_of_extension_b_are_printed(tmp_path: Path, verapdf: Validate) -> None:
    words = "𠮶位先生話𡃁仔搭𨋢，𠵱家喺度。**𠮶個**"
    (tmp_path / "a.md").write_text(f"---\ntitle: 𠮶日\nlang: zh-Hant-HK\n---\n{words}\n", "utf-8")
    assert command("pdf", "a.md", cwd=tmp_path, env=fontconfig(tmp_path))[0] == 0
    path = tmp_path / "build/a.pdf"
    assert not any(verapdf([path])[path].values())
    assert words.replace("*", "") in copied(path)


HINTS = ("SHY", "zero-width space", "word joiner", "BOM")


def metadata(folder: Path, name: str) -> dict[str, str]:
    """What programs that list books see of a post's PDF and EPUB."""
    with pikepdf.open(folder / f"{name}.pdf") as file:
        found = {key: str(file.docinfo[f"/{key}"]) for key in ("Title", "Author", "Subject")}
        found["xmp"] = file.Root.Metadata.read_bytes().decode().replace('begin="\ufeff"', "")
        with file.open_outline() as outline:
            found["bookmarks"] = " ".join(
                part.title for item in outline.root for part in (item, *item.children)
            )
    with zipfile.ZipFile(folder / f"{name}.epub") as file:
        found |= {each: file.read(f"EPUB/{each}").decode() for each in ("content.opf", "toc.ncx")}
    return found


@pytest.mark.parametrize("name", HINTS)
def test_metadata_have_no_hints_for_line_breaks(printed: Path, name: str) -> None:
    found = metadata(printed, name)
    assert [key for key, text in found.items() if chr(UNSEEN[name]) in text] == []
    assert (found["Title"], found["Author"], found["Subject"]) == ("Onetwo", "AnnLee", "Saysso")
    assert "Onetwo" in found["bookmarks"]
    assert "Heading" in found["bookmarks"]
    assert "<dc:title>Onetwo<" in found["content.opf"]
    assert "<text>Heading<" in found["toc.ncx"]


@pytest.mark.parametrize("name", ["ZWNJ", "ZWJ", "RLM", "VS1", "VS17"])
def test_metadata_keep_what_a_script_needs(printed: Path, name: str) -> None:
    found = metadata(printed, name)
    assert f"One{chr(UNSEEN[name])}two" in found["Title"]
    assert f"One{chr(UNSEEN[name])}two" in found["content.opf"]


@pytest.mark.parametrize("code", [0x378, 0x1FBFF, 0x3FFF0])
def test_what_unicode_does_not_define_asks_for_no_package(tmp_path: Path, code: int) -> None:
    (tmp_path / "a.md").write_text(f"---\ntitle: A\n---\nOne {chr(code)} two.\n", "utf-8")
    status, said = command("pdf", "a.md", cwd=tmp_path, env=fontconfig(tmp_path))
    assert status == 1
    (error,) = (line for line in said if "error" in line)
    assert error.startswith("a.md:4: error: no font on this machine has ")
    assert f"(U+{code:04X}); Unicode " in error
    assert error.endswith(" does not define it: use another, or install a font that has it")


def test_titles_of_a_volume_and_a_shelf_are_as_clean_as_those_of_posts(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("---\ntitle: A\nlang: en\n---\nWords.\n", "utf-8")
    env = fontconfig(tmp_path)
    words = ("--title", "All\ue123 of\u2028it", "--number", "7\ue123")
    status, said = command("volume", "a.md", *words, "-o", "v", cwd=tmp_path, env=env)
    assert (status, [line for line in said if "error" in line]) == (0, [])
    (pdf,) = (tmp_path / "v").glob("*.pdf")
    with pikepdf.open(pdf) as file:
        assert str(file.docinfo["/Title"]) == "All of it"
    assert main(["shelf", str(tmp_path / "v"), "--title", "My\ue123 shelf\u2028here"]) == 0
    assert "<title>My shelf here</title>" in (tmp_path / "v/index.html").read_text("utf-8")


MARKED = {
    "ar": "شَمْس شمس قَلَم قلم بِسْمِ بسم مُدَرِّس مدرس كِتَابٌ كتاب",
    "he": "שָׁלוֹם שלום בְּרֵאשִׁית בראשית עֲבוֹדָה עבודה",
    "en": "x\u0302 x q\u0303 q m\u0304\u0323 m",
}


@pytest.mark.parametrize("language", MARKED)
def test_letters_with_marks_and_without_are_copied_as_they_were_written(language: str) -> None:
    words = MARKED[language]
    made = Made(book(written(words, language=language, title="T")))
    spoken = made.spoken()
    without = Made(book(written("", language=language, title="T"))).spoken()
    for character in set(words) - {" "}:
        assert spoken.count(character) - without.count(character) == words.count(character), character


def test_letters_that_thai_fonts_draw_in_parts_do_not_change_others(tmp_path: Path) -> None:
    """Am (U+0E33) is drawn with the glyph of aa, which must still be copied as aa."""
    (tmp_path / "a.md").write_text("---\ntitle: A\nlang: th\n---\nคำ ว่า ทำ น้ำ มา\n", "utf-8")
    letters = " " + "".join(map(chr, (*range(0x0E01, 0x0E3B), *range(0x0E3F, 0x0E5C))))
    make_font(tmp_path / "fonts" / "thai.ttf", "Thai", letters)
    status, said = command("pdf", "a.md", cwd=tmp_path, env=fontconfig(tmp_path, fonts=tmp_path / "fonts"))
    assert status == 0, said
    path = tmp_path / "build/a.pdf"
    assert "คําว่าทํา" in copied(path)
    assert "น้ำมา" in copied(path)  # as it was written: its mark is drawn before its tone
    assert "มา" in spoken(path)
    assert copied(path).count("ำ") == 1


REORDERED = {
    "tml2": ("ta", "தமிழ் கொ கௌ கெ கோடு"),
    "dev2": ("sa", "हिन्दी कि विद्या"),
    "bng2": ("bn", "কো কৌ কি বাংলা"),
}
"""Words whose vowels are drawn before their consonants, or on both sides; and the script's name in fonts."""


@pytest.mark.parametrize("script", REORDERED)
def test_vowels_that_are_drawn_before_their_letters_are_copied_after_them(
    tmp_path: Path, script: str, verapdf: Validate
) -> None:
    language, words = REORDERED[script]
    signs = "".join(sorted({sign for each in words for sign in (each, *normalize("NFD", each))}))
    make_font(tmp_path / "fonts" / "indic.ttf", "Indic", signs)
    with TTFont(tmp_path / "fonts" / "indic.ttf") as font:
        name = font.getBestCmap()[ord(signs[-1])]
        rule = f"languagesystem DFLT dflt; languagesystem {script} dflt; feature abvs {{ sub {name} by {name}; }} abvs;"
        addOpenTypeFeaturesFromString(font, rule)
        font.save(tmp_path / "fonts" / "shaped.ttf")
    (tmp_path / "fonts" / "indic.ttf").unlink()
    (tmp_path / "a.md").write_text(f"---\ntitle: T\nlang: {language}\n---\n{words}\n", "utf-8")
    env = fontconfig(tmp_path, fonts=tmp_path / "fonts")
    assert command("pdf", "a.md", cwd=tmp_path, env=env)[0] == 0
    path = tmp_path / "build/a.pdf"
    assert "".join(words.split()) in copied(path)
    assert "".join(words.split()) in spoken(path)
    assert not any(verapdf([path])[path].values())
