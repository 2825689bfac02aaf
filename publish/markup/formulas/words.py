r"""Text inside formulas (`\text{…}`): separated from formulas in it, and escaped so that the converter reads it as
text.
"""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["TEXTS", "said", "text_of", "written"]

TEXTS = {
    r"\text": r"\text", r"\mbox": r"\text", r"\hbox": r"\text", r"\textnormal": r"\text", r"\textup": r"\text",
    r"\textmd": r"\text", r"\textrm": r"\text", r"\vbox": r"\text", r"\makebox": r"\text", r"\intertext": r"\text",
    r"\shortintertext": r"\text", r"\textbf": r"\textbf", r"\textit": r"\textit", r"\textsl": r"\textit",
    r"\emph": r"\textit", r"\textsf": r"\textsf", r"\texttt": r"\texttt", r"\textsc": r"\text",
    r"\textsubscript": r"\text", r"\textsuperscript": r"\text", r"\textbfit": r"\textbf", r"\bm@text": r"\text",
}  # fmt: skip
"""Control words with a text argument → the converter's."""
_SIGNS = {
    "_": r"\_", "^": r"\textasciicircum{}", "&": r"\&", "#": r"\#", "%": r"\%", "$": r"\$", "~": "\u00a0",
}  # fmt: skip
_WORDS = {
    r"\_": "_", r"\&": "&", r"\#": "#", r"\%": "%", r"\$": "$", r"\{": "{", r"\}": "}", r"\ ": " ", r"\,": "\u2009",
    r"\;": "\u2005", r"\:": "\u2005", r"\!": "", r"\\": " ", r"\quad": "\u2003", r"\qquad": "\u2003\u2003", r"\-": "",
    r"\textbackslash": "\\", r"\ldots": "…", r"\dots": "…", r"\textquoteright": "’", r"\S": "§", r"\P": "¶", r"\ss": "ß",
    r"\textquoteleft": "‘", r"\textendash": "–", r"\textemdash": "—", r"\AA": "Å", r"\aa": "å", r"\ae": "æ", r"\o": "ø",
    r"\LaTeX": "LaTeX", r"\TeX": "TeX", r"\copyright": "©", r"\textdegree": "°", r"\textasciitilde": "~", r"\/": "",
    r"\textmu": "µ", r"\euro": "€", r"\pounds": "£", r"\textbar": "|", r"\textless": "<",
    r"\textgreater": ">", r"\space": " ", r"\nobreakspace": "\u00a0", r"\i": "ı", r"\l": "ł", r"\L": "Ł", r"\oe": "œ",
}  # fmt: skip
"""Control sequences in text that are one character, or none."""
_ACCENTS = {
    "'": "\u0301", "`": "\u0300", "^": "\u0302", '"': "\u0308", "~": "\u0303", "=": "\u0304", ".": "\u0307", "u": "\u0306",
    "v": "\u030c", "c": "\u0327", "H": "\u030b", "r": "\u030a", "k": "\u0328", "d": "\u0323", "b": "\u0331",
}  # fmt: skip
_ENDS = {"$": "$", r"\(": r"\)", "$$": "$$"}


def text_of(tokens: Sequence[str], command: str) -> list[str]:
    """TeX of a text: words as text, formulas in it as formulas, in one group."""
    made: list[str] = ["{"]
    words: list[str] = []
    place = 0
    while place < len(tokens):
        token = tokens[place]
        end = _end(tokens, place)
        if end:
            made += [*_spoken(words, command), "{", *tokens[place + 1 : end], "}"]
            words = []
            place = end
        elif token in TEXTS and place + 1 < len(tokens) and tokens[place + 1] == "{":
            stop = _closing(tokens, place + 1)
            inner = text_of(tokens[place + 2 : stop], TEXTS[token] if TEXTS[token] != r"\text" else command)
            made += [*_spoken(words, command), *inner]
            words = []
            place = stop
        else:
            taken, word = _word(tokens, place)
            words.append(word)
            place += taken
            continue
        place += 1
    return [*made, *_spoken(words, command), "}"]


def _end(tokens: Sequence[str], place: int) -> int:
    """The end of the formula that starts here; 0 when none does."""
    if tokens[place] not in _ENDS:
        return 0
    closing = _ENDS[tokens[place]]
    return next((at for at in range(place + 1, len(tokens)) if tokens[at] == closing), 0)


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
    if token in "{}":
        return 1, ""
    if token[0] != "\\":
        return 1, "\u00a0" if token == "~" else token
    following = [each for each in tokens[place + 1 : place + 3] if each not in ("{", " ")]
    if token[1:] in _ACCENTS and following and len(following[0]) == 1 and following[0].isalpha():
        skipped = tokens.index(following[0], place + 1) - place + 1 if following[0] in tokens else 2
        return skipped, following[0] + _ACCENTS[token[1:]]
    taken = 2 if token[-1].isalpha() and place + 1 < len(tokens) and tokens[place + 1] == " " else 1
    return taken, _WORDS.get(token, token)


def _spoken(words: Sequence[str], command: str) -> list[str]:
    text = "".join(words)
    return [said(text, command)] if text else []


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
