"""Scripts: those of East Asia as ranges for classes of regular expressions, `f"[{HAN}{KANA}]"` (Unicode 16,
`Scripts.txt`), and those that need more space between lines.
"""

from __future__ import annotations

from publish.text.patterns import late

__all__ = ["EASTERN", "HAN", "HANGUL", "KANA", "SQUARE", "UPRIGHT", "is_tall", "is_western"]

HAN = (
    "\u2e81-\u2fdf\u3005-\u3007\u3021-\u3029\u3038-\u303b\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
"""Chinese characters, also in Japanese and Korean."""
KANA = "\u3041-\u3096\u309b-\u30ff\u31f0-\u31ff\uff66-\uff9f"
"""Hiragana and katakana, without the marks that join the character before them."""
HANGUL = "\u1100-\u11ff\u3130-\u318f\ua960-\ua97f\uac00-\ud7ff"
"""Korean, which puts spaces between words."""
_BOPOMOFO = "\u3100-\u312f\u31a0-\u31bf"
_MARKS = "\u3000-\u3004\u3008-\u3020\u302a-\u3037\u303c-\u303f\u31c0-\u31ef\u3200-\u33ff\ufe30-\ufe4f\uff01-\uff60\uffe0-\uffe6"
EASTERN = f"{HAN}{KANA}{_BOPOMOFO}{HANGUL}"
"""Letters of Chinese, Japanese and Korean, without punctuation, which also appears beside Latin words."""
SQUARE = f"{HAN}{KANA}{_BOPOMOFO}{_MARKS}"
"""What fills a square and is set without spaces: letters but not Hangul, and full-width marks."""
UPRIGHT = (
    "\u0590-\u08ff\u0900-\u109f\u10a0-\u10ff\u1200-\u139f\u1780-\u18af\u1900-\u1aaf\u1b00-\u1c7f\u1c90-\u1cbf"
    "\u2d00-\u2d2f\u2d80-\u2ddf\ua840-\ua8ff\ua900-\ua95f\ua980-\uaaff\uab00-\uab2f\uabc0-\uabff\ufb1d-\ufdff"
    f"\ufe70-\ufefc{EASTERN}"
)
"""Letters and marks of scripts without italics: from Hebrew and Arabic to Burmese, Georgian, Ethiopic, Khmer and Mongolian,
and those of East Asia.
"""


_TALL = late("[\u0600-\u109f\u1780-\u17ff\ua8e0-\ua9ff\uaa60-\uaa7f]")
_FAR = late("[^\0-\u058f\u1e00-\u2bff\ufeff]")


def is_western(text: str) -> bool:
    """Whether a text has only letters of Latin, Greek, Cyrillic and Armenian, and common signs: no character of the classes
    above. To ask this first takes little; to compile an expression with one of these classes takes milliseconds.
    """
    return not _FAR.search(text)


def is_tall(text: str) -> bool:
    """Whether a text has letters with marks far above and below the line: Arabic, and the scripts of India and South
    East Asia.
    """
    return not is_western(text) and bool(_TALL.search(text))
