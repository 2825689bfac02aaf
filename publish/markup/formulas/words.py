r"""Text inside formulas (`\text{…}`): separated from formulas in it, and escaped so that the converter reads it as
text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from publish.markup.formulas.textsigns import SIGNS
from publish.markup.formulas.tokens import TexError, is_word

__all__ = ["ACCENTS", "LETTERS", "TEXTS", "said", "text_of", "written"]

TEXTS = {
    r"\text": r"\text", r"\mbox": r"\text", r"\hbox": r"\text", r"\textnormal": r"\text", r"\textup": r"\text",
    r"\textmd": r"\text", r"\textrm": r"\text", r"\vbox": r"\text", r"\makebox": r"\text", r"\intertext": r"\text",
    r"\shortintertext": r"\text", r"\textbf": r"\textbf", r"\textit": r"\textit", r"\textsl": r"\textit",
    r"\emph": r"\textit", r"\textsf": r"\textsf", r"\texttt": r"\texttt", r"\textsc": r"\text",
    r"\textsubscript": r"\text", r"\textsuperscript": r"\text", r"\textbfit": r"\textbf", r"\bm@text": r"\text",
}  # fmt: skip
"""Control words with a text argument → the converter's."""
_SIGNS = {
    "_": r"\_", "^": r"\textasciicircum{}", "&": r"\&", "#": r"\#", "%": r"\%", "$": r"\$", "~": r"\textasciitilde{}",
}  # fmt: skip
LETTERS = {
    r"\ss": "ß", r"\aa": "å", r"\ae": "æ", r"\o": "ø", r"\O": "Ø", r"\AE": "Æ", r"\OE": "Œ", r"\i": "ı", r"\j": "ȷ",
    r"\l": "ł", r"\L": "Ł", r"\oe": "œ",
}  # fmt: skip
"""Letters that other alphabets do not have."""
_WORDS = {
    **SIGNS,
    **LETTERS,
    r"\_": "_", r"\&": "&", r"\#": "#", r"\%": "%", r"\$": "$", r"\{": "{", r"\}": "}", r"\ ": " ", r"\,": "\u2009",
    r"\;": "\u2005", r"\:": "\u2005", r"\!": "", r"\\": " ", r"\quad": "\u2003", r"\qquad": "\u2003\u2003", r"\-": "",
    r"\ldots": "…", r"\dots": "…", r"\S": "§", r"\P": "¶", r"\AA": "Å",
    r"\LaTeX": "LaTeX", r"\TeX": "TeX", r"\copyright": "©", r"\/": "", r"\euro": "€", r"\pounds": "£", r"\>": "\u2005",
    r"\space": " ", r"\enspace": "\u2002", r"\thinspace": "\u2009", r"\negthinspace": "",
    r"\dag": "†", r"\ddag": "‡", r"\dagger": "†", r"\ddagger": "‡", r"\lbrace": "{", r"\rbrace": "}", r"\vert": "|",
    r"\lq": "‘", r"\rq": "’", r"\nobreakspace": "\u00a0",
}  # fmt: skip
"""Control sequences in text that are one character, or none."""
_SWITCHES = {
    r"\bf": r"\textbf", r"\bfseries": r"\textbf", r"\it": r"\textit", r"\itshape": r"\textit", r"\sl": r"\textit",
    r"\em": r"\textit", r"\sf": r"\textsf", r"\sffamily": r"\textsf", r"\tt": r"\texttt", r"\ttfamily": r"\texttt",
    r"\rm": r"\text", r"\rmfamily": r"\text", r"\normalfont": r"\text", r"\sc": r"\text", r"\scshape": r"\text",
}  # fmt: skip
"""Control words for the rest of a group of a text."""
_SIZES = frozenset(
    r"\tiny \Tiny \scriptsize \footnotesize \small \normalsize \large \Large \LARGE \huge \Huge \displaystyle".split()
)
_DOTLESS = {r"\i": "i", r"\j": "j"}
_REFERENCES = frozenset((r"\ref", r"\eqref", r"\cref", r"\Cref"))
ACCENTS = {
    "'": "\u0301", "`": "\u0300", "^": "\u0302", '"': "\u0308", "~": "\u0303", "=": "\u0304", ".": "\u0307", "u": "\u0306",
    "’": "\u0301", "‘": "\u0300", "v": "\u030c", "c": "\u0327", "H": "\u030b", "r": "\u030a", "k": "\u0328", "d": "\u0323", "b": "\u0331",
}  # fmt: skip
MAX_DEPTH = 40
"""Most texts in texts."""
MAX_FORMULA = 2_000
"""Most tokens of a formula in a text."""
_ENDS = {"$": "$", r"\(": r"\)", "$$": "$$"}


@dataclass(slots=True)
class _Text:
    """A text while it is read."""

    command: str
    """The converter's command for its letters here."""
    made: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    """Characters after those that are made."""
    outer: list[str] = field(default_factory=list)
    """The commands of the groups around this place."""

    def say(self, *after: str) -> None:
        if words := "".join(self.words):
            self.made.append(said(words, self.command))
        self.words = []
        self.made += after

    def switch(self, command: str) -> None:
        if command != self.command:
            self.say()
            self.command = command


def text_of(tokens: Sequence[str], command: str, depth: int = 0) -> list[str]:
    """TeX of a text: words as text, formulas in it as formulas, in one group. TexError for texts in texts without end."""
    if depth > MAX_DEPTH:
        raise TexError("it nests too deeply")
    text = _Text(command, ["{"])
    place = 0
    while place < len(tokens):
        place += _read(tokens, place, text, depth)
    text.say("}")
    return text.made


def _read(tokens: Sequence[str], place: int, text: _Text, depth: int) -> int:
    """Read what stands here; how many tokens it is."""
    token = tokens[place]
    following = tokens[place + 1] if place + 1 < len(tokens) else ""
    taken = 1 + (following == " ")
    if end := _end(tokens, place):
        text.say("{", *tokens[place + 1 : end], "}")
        return end + 1 - place
    if following == "{" and (token in TEXTS or token in _REFERENCES):
        stop = _closing(tokens, place + 1)
        inner = tokens[place + 2 : stop]
        text.say(*_inner(token, inner, text.command, depth))
        return stop + 1 - place
    if token in "{}":
        if token == "{":
            text.outer.append(text.command)
        elif text.outer:
            text.switch(text.outer.pop())
        return 1
    if token in _SWITCHES or token in _SIZES:
        text.switch(_SWITCHES.get(token, text.command))
        return taken
    if is_word(token) and following != "{" and token not in _WORDS and token[1:] not in ACCENTS:
        text.say("{", token, "}")  # a sign of formulas
        return taken
    taken, word = _word(tokens, place)
    text.words.append(word)
    return taken


def _inner(token: str, inner: Sequence[str], command: str, depth: int) -> list[str]:
    """A text in a text, in its own letters or in those around it; or a number of an equation."""
    if token in _REFERENCES:
        return [token, "{", *inner, "}"]
    return text_of(inner, command if TEXTS[token] == r"\text" else TEXTS[token], depth + 1)


def _end(tokens: Sequence[str], place: int) -> int:
    """The end of the formula that starts here; 0 when none does."""
    if tokens[place] not in _ENDS:
        return 0
    closing = _ENDS[tokens[place]]
    for at in range(place + 1, min(len(tokens), place + MAX_FORMULA)):
        if tokens[at] == closing:
            return at
    return 0


def _closing(tokens: Sequence[str], place: int) -> int:
    depth = 0
    for at in range(place, len(tokens)):
        depth += (tokens[at] == "{") - (tokens[at] == "}")
        if not depth:
            return at
    return len(tokens)


def _word(tokens: Sequence[str], place: int) -> tuple[int, str]:
    """How many tokens are read here, and the characters for them."""
    token = tokens[place]
    if token[0] != "\\":
        return 1, "\u00a0" if token == "~" else token
    following = [each for each in tokens[place + 1 : place + 3] if each not in ("{", " ")]
    letter = _DOTLESS.get(following[0], following[0]) if following else ""
    if token[1:] in ACCENTS and len(letter) == 1 and letter.isalpha():
        skipped = tokens.index(following[0], place + 1) - place + 1
        return skipped, letter + ACCENTS[token[1:]]
    taken = 2 if token[-1].isalpha() and place + 1 < len(tokens) and tokens[place + 1] == " " else 1
    return taken, _WORDS.get(token, token)


def said(text: str, command: str = r"\text") -> str:
    """One token that stands for a literal text."""
    return f"\0{command}\0{text}"


def written(token: str) -> str:
    """Such a token as TeX for the converter."""
    command, _, text = token[1:].partition("\0")
    signs = {**_SIGNS, "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}"}
    inner = text.strip(" ")
    kept = inner and text.replace(inner, "\0", 1).replace(" ", "\u00a0").replace("\0", inner)
    return f"{command}{{{''.join(signs.get(character, character) for character in kept or chr(0xA0))}}}"
