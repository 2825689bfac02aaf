"""Language detection, and the book's own texts."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from babel.dates import format_date as in_words

from publish import language
from publish.markup.tasks import MEANINGS

WORDS = Path(language.__file__).parent / "words"


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("The quick brown fox.", "en"),
        ("中文里夹着 EPUB 和 PDF 两个词，还是中文。", "zh-Hans"),
        ("An essay on 中文 in English, with quite a few more words.", "en"),
        ("```\nfor x in range(10): print(x)\n```\n這裏只有一句說話。", "zh-Hant"),
        ("한국어 문장입니다.", "ko"),
        ("Это предложение на русском языке.", "ru"),
        ("", "en"),
    ],
)
def test_detect(text: str, tag: str) -> None:
    assert language.detect(text) == tag


SAMPLES = {
    "de": "Am Morgen ging ich zum Hafen hinunter, weil die Boote früh zurückkamen. Es war noch kalt, und auf den Steinen lag Reif. "
    "Die Männer sprachen wenig und luden die Kisten aus.",
    "fr": "Le matin, je descendais au port parce que les bateaux rentraient tôt. Il faisait encore froid et les pierres étaient "
    "couvertes de givre. Les hommes parlaient peu.",
    "es": "Por la mañana bajaba al puerto porque los barcos volvían temprano. Todavía hacía frío y las piedras estaban cubiertas "
    "de escarcha. Los hombres hablaban poco.",
    "pt": "De manhã eu descia ao porto porque os barcos voltavam cedo. Ainda fazia frio e as pedras estavam cobertas de geada. "
    "Os homens falavam pouco e descarregavam as caixas.",
    "nl": "In de ochtend liep ik naar de haven omdat de boten vroeg terugkwamen. Het was nog koud en op de stenen lag rijp. "
    "De mannen spraken weinig.",
    "fi": "Aamulla menin satamaan, koska veneet tulivat aikaisin takaisin. Oli vielä kylmä, ja kivillä oli huurretta. Miehet eivät "
    "puhuneet paljon, mutta se oli niin kuin ennen.",
    "tr": "Sabah limana indim çünkü tekneler erken dönüyordu. Hava hâlâ soğuktu ve taşların üzerinde kırağı vardı. Adamlar çok "
    "konuşmuyor, bu kasaları bir bir indiriyordu; ben de onlar gibi suya bakıyordum.",
    "en": "In the morning I went down to the harbour because the boats came back early. It was still cold and there was frost on "
    "the stones. The men said little.",
}


@pytest.mark.parametrize("tag", SAMPLES)
def test_small_words_tell_the_language_of_latin_letters(tag: str) -> None:
    assert language.detect(SAMPLES[tag]) == tag
    assert language.detect(SAMPLES[tag], "sv") == "sv"  # what the site says goes before
    assert language.detect(f"{' '.join(SAMPLES[tag].split()[:6])} ") == "en"  # too few to tell
    assert language.detect(f"```\n{SAMPLES[tag]}\n```\nOne line of words.") == "en"  # code


def test_every_label_is_there_in_three_languages() -> None:
    assert language.label("contents", "en-GB") == "Contents"
    assert language.label("contents", "zh-Hant-HK") == "目錄"
    assert language.label("contents", "zh-Hans") == language.label("contents", "zh-CN") == "目录"


@pytest.mark.parametrize(
    ("tag", "words"),
    [
        ("en", "14 August 2025"),
        ("en-US", "August 14, 2025"),
        ("zh-Hant", "2025年8月14日"),
        ("de", "14. August 2025"),
    ],
)
def test_dates_in_words(tag: str, words: str) -> None:
    assert language.format_date(date(2025, 8, 14), tag) == words


@pytest.mark.parametrize(
    "tag",
    "en en-GB en-AU en-u-co-phonebk zh zh-Hans zh-Hans-CN zh-Hans-SG zh-Hant zh-Hant-HK zh-Hant-MO zh-Hant-TW".split(),
)
def test_dates_in_our_own_words_are_those_of_cldr(tag: str) -> None:
    locale = "en_GB" if tag.startswith("en") else tag.replace("-", "_")
    for month in range(1, 13):
        day = date(2020 + month, month, 2 * month)
        assert language.format_date(day, tag) == in_words(day, "long", locale=locale)


def test_english_dates_load_no_babel() -> None:
    """It takes as long to load as a short post takes to convert."""
    script = (
        "import sys; from datetime import date; from publish.language import format_date; "
        "print(format_date(date(2025, 8, 14), 'en'), 'babel' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "14 August 2025 False\n"


def test_a_date_in_a_language_nobody_knows_is_still_a_date() -> None:
    assert language.format_date(date(2025, 8, 14), "xx-none") == "2025-08-14"


def test_names_in_a_row() -> None:
    assert language.join_names(["A"], "en") == "A"
    assert language.join_names(["A", "B", "C"], "en") == "A, B and C"
    assert language.join_names(["A"], "en", others=True) == "A et al."
    assert language.join_names(["甲", "乙"], "zh-Hant") == "甲、乙"


@pytest.mark.parametrize(
    ("written", "tag"),
    [
        ("EN_us", "en-US"),
        ("zh-tw", "zh-Hant-TW"),
        ("ZH-hans", "zh-Hans"),
        ("?", ""),
        ("en-x-private", "en-x-private"),
        ("EN_us-X-AB", "en-US-x-ab"),
        ("de-u-co-phonebk", "de-u-co-phonebk"),
        ("zh-TW-U-ca-ROC-x-1", "zh-Hant-TW-u-ca-roc-x-1"),
        ("sl-rozaj-biske-1994", "sl-rozaj-biske-1994"),
        ("en-x", ""),
        ("de-u-", ""),
        ("de-u-a", ""),
        ("en--US", ""),
        ("en_GB.UTF-8", "en-GB"),
    ],
)
def test_normalise(written: str, tag: str) -> None:
    assert language.normalise(written) == tag


NAMED = [
    "ja",
    "ko",
    "ar",
    "he",
    "de",
    "fr",
    "es",
    "pt",
    "ru",
    "hi",
    "th",
    "vi",
    "id",
    "pl",
    "tr",
    "it",
    "nl",
    "sv",
    "da",
    "nb",
    "fi",
    "cs",
    "uk",
]


@pytest.mark.parametrize(
    ("tag", "words"),
    [
        ("ja", ("目次", "奥付", "公開日")),
        ("ko-KR", ("차례", "판권", "발행일")),
        ("ar-EG", ("المحتويات", "بيانات النشر", "تاريخ النشر")),
        ("iw", ("תוכן העניינים", "קולופון", "תאריך פרסום")),
        ("de-AT", ("Inhalt", "Impressum", "Veröffentlicht am")),
        ("fr", ("Table des matières", "Colophon", "Date de publication")),
        ("es-MX", ("Índice", "Colofón", "Fecha de publicación")),
        ("pt-BR", ("Sumário", "Colofão", "Data de publicação")),
        ("pt-PT", ("Índice", "Colofão", "Data de publicação")),
        ("ru", ("Содержание", "Выходные данные", "Опубликовано")),
        ("hi", ("विषय-सूची", "प्रकाशन विवरण", "प्रकाशन तिथि")),
        ("th", ("สารบัญ", "ข้อมูลการพิมพ์", "วันที่เผยแพร่")),
        ("vi", ("Mục lục", "Thông tin xuất bản", "Ngày đăng")),
        ("id", ("Daftar Isi", "Kolofon", "Tanggal terbit")),
        ("pl", ("Spis treści", "Stopka redakcyjna", "Data publikacji")),
        ("tr", ("İçindekiler", "Künye", "Yayım tarihi")),
        ("it", ("Indice", "Colophon", "Data di pubblicazione")),
        ("sw", ("Contents", "Colophon", "Published")),
    ],
)
def test_labels_are_in_the_language_of_the_book(tag: str, words: tuple[str, str, str]) -> None:
    assert tuple(language.label(key, tag) for key in ("contents", "colophon", "published")) == words
    assert language.label_language(tag) == ("en" if tag == "sw" else tag)


@pytest.mark.parametrize(
    ("tag", "words"),
    [
        ("nl", ("Inhoud", "Waarschuwing", "Boeken", "Losse artikelen")),
        ("sv-FI", ("Innehåll", "Varning", "Böcker", "Enskilda artiklar")),
        ("da", ("Indhold", "Advarsel", "Bøger", "Enkelte artikler")),
        ("no", ("Innhold", "Advarsel", "Bøker", "Enkeltartikler")),
        ("nb-NO", ("Innhold", "Advarsel", "Bøker", "Enkeltartikler")),
        ("fi", ("Sisällys", "Varoitus", "Kirjat", "Yksittäiset artikkelit")),
        ("cs", ("Obsah", "Varování", "Knihy", "Jednotlivé články")),
        ("hi", ("विषय-सूची", "चेतावनी", "पुस्तकें", "अलग-अलग लेख")),
        ("th", ("สารบัญ", "คำเตือน", "หนังสือ", "บทความเดี่ยว")),
        ("vi", ("Mục lục", "Cảnh báo", "Sách", "Bài lẻ")),
        ("id", ("Daftar Isi", "Peringatan", "Buku", "Artikel lepas")),
        ("uk", ("Зміст", "Попередження", "Книги", "Окремі тексти")),
        ("de", ("Inhalt", "Warnung", "Bücher", "Einzelne Beiträge")),
        ("ja", ("目次", "警告", "本", "単独の記事")),
        ("zh-TW", ("目錄", "警告", "書籍", "單篇文章")),
        ("zh-CN", ("目录", "警告", "书籍", "单篇文章")),
    ],
)
def test_boxes_and_shelves_speak_the_readers_language(tag: str, words: tuple[str, ...]) -> None:
    keys = ("contents", "box-warning", "shelf-books", "shelf-singles")
    assert tuple(language.label(key, tag) for key in keys) == words
    assert language.label_language(tag) == tag


@pytest.mark.parametrize("key", [*MEANINGS.values()])
@pytest.mark.parametrize("tag", NAMED)
def test_boxes_and_answers_are_told_in_every_language(tag: str, key: str) -> None:
    assert f"{key}\t" in (WORDS / f"{tag}.tsv").read_text("utf-8")


@pytest.mark.parametrize("tag", NAMED)
def test_tables_are_whole_and_keep_their_places(tag: str) -> None:
    table = dict(
        line.split("\t") for line in (WORDS / f"{tag}.tsv").read_text("utf-8").removesuffix("\n").split("\n")
    )
    whole = dict(
        line.split("\t") for line in (WORDS / "de.tsv").read_text("utf-8").removesuffix("\n").split("\n")
    )
    assert set(table) == set(whole)
    for key, words in table.items():
        places = [sorted(re.findall(r"\{\w+\}", text)) for text in (words, language.label(key, "en"))]
        assert places[0] == places[1], key
        assert words == words.strip()
        assert language.label(key, tag) == words


@pytest.mark.parametrize(
    ("tag", "joined"),
    [("de", "A, B und C"), ("fr-CA", "A, B et C"), ("es", "A, B y C"), ("ja", "A、B、C"), ("ru", "A, B и C"), ("sw", "A, B and C"), ("en", "A, B and C")],
)  # fmt: skip
def test_names_are_joined_as_the_language_does(tag: str, joined: str) -> None:
    assert language.join_names(["A", "B", "C"], tag) == joined


@pytest.mark.parametrize("more", ["", "-x-test", "-u-nu-arab", "-u-co-phonebk", "-t-he-x-hebr"])
def test_extensions_of_a_tag_change_nothing_of_its_language(more: str) -> None:
    day = date(2025, 8, 14)
    assert language.fault_of_tag(f"de{more}") == ""
    assert language.format_date(day, f"de-AT{more}") == "14. August 2025"
    assert language.format_date(day, f"en-US{more}") == "August 14, 2025"
    assert language.format_month(day, f"zh-Hant{more}") == "2025年8月"
    assert language.name_language(f"de{more}", "en") == "German"
    assert language.join_names(["A", "B"], f"de{more}") == "A und B"
    assert language.label("contents", f"de{more}") == language.label("contents", "de")
    assert language.label("contents", f"zh-CN{more}") == "目录"
    assert (language.is_right_to_left(f"ar{more}"), language.is_right_to_left(f"en{more}")) == (True, False)
    assert (language.has_italics(f"fr{more}"), language.has_italics(f"hi{more}")) == (True, False)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("sr@latin", "sr-Latn"),
        ("sr_RS@latin", "sr-Latn-RS"),
        ("uz@Cyrillic", "uz-Cyrl"),
        ("ca@valencia", ""),
        ("xx@latin", ""),
        ("en@", ""),
        ("@latin", ""),
    ],
)
def test_a_posix_locale_is_asked_for_by_its_script(said: str, meant: str) -> None:
    end = f"; did you mean {meant!r}?" if meant else ""
    assert (
        language.fault_of_tag(said) == f"{said!r} is not a language tag: write one such as en or zh-Hant{end}"
    )
