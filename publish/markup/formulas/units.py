r"""Numbers with units: the commands of `siunitx` (`\SI`, `\qty`, `\si`, `\unit`, `\num`, `\ang`) as TeX."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from publish.markup.formulas.state import State
from publish.markup.formulas.tokens import joined, tokens_of
from publish.text.patterns import late

__all__ = ["NAMES", "handler", "physical"]

_UNITS = {
    "meter": "m", "metre": "m", "gram": "g", "second": "s", "ampere": "A", "kelvin": "K", "mole": "mol", "candela": "cd",
    "kilogram": "kg", "hertz": "Hz", "newton": "N", "pascal": "Pa", "joule": "J", "watt": "W", "coulomb": "C", "volt": "V",
    "farad": "F", "ohm": "Ω", "siemens": "S", "weber": "Wb", "tesla": "T", "henry": "H", "lumen": "lm", "lux": "lx",
    "becquerel": "Bq", "gray": "Gy", "sievert": "Sv", "katal": "kat", "radian": "rad", "steradian": "sr", "minute": "min",
    "hour": "h", "day": "d", "degree": "°", "celsius": "°C", "degreeCelsius": "°C", "arcminute": "′", "arcsecond": "″",
    "litre": "L", "liter": "L", "tonne": "t", "electronvolt": "eV", "dalton": "Da", "hectare": "ha", "bel": "B",
    "decibel": "dB", "neper": "Np", "percent": "%", "bar": "bar", "angstrom": "Å", "bit": "bit", "byte": "B", "atm": "atm",
    "astronomicalunit": "au", "parsec": "pc", "lightyear": "ly", "knot": "kn", "mmHg": "mmHg", "barn": "b", "gauss": "G",
    "nm": "nm", "um": "µm", "mm": "mm", "cm": "cm", "dm": "dm", "m": "m", "km": "km", "mg": "mg", "g": "g", "kg": "kg",
    "ms": "ms", "us": "µs", "ns": "ns", "s": "s", "mA": "mA", "A": "A", "mV": "mV", "V": "V", "kV": "kV", "Hz": "Hz",
    "kHz": "kHz", "MHz": "MHz", "GHz": "GHz", "N": "N", "Pa": "Pa", "kPa": "kPa", "MPa": "MPa", "J": "J", "kJ": "kJ",
    "eV": "eV", "keV": "keV", "MeV": "MeV", "GeV": "GeV", "W": "W", "kW": "kW", "MW": "MW", "kWh": "kWh", "K": "K",
    "mol": "mol", "l": "l", "L": "L", "ml": "ml", "mL": "mL",
}  # fmt: skip
_PREFIXES = {
    "yocto": "y", "zepto": "z", "atto": "a", "femto": "f", "pico": "p", "nano": "n", "micro": "µ", "milli": "m",
    "centi": "c", "deci": "d", "deca": "da", "deka": "da", "hecto": "h", "kilo": "k", "mega": "M", "giga": "G",
    "tera": "T", "peta": "P", "exa": "E", "zetta": "Z", "yotta": "Y", "kibi": "Ki", "mebi": "Mi", "gibi": "Gi", "tebi": "Ti",
}  # fmt: skip
_POWERS = {"squared": "2", "cubed": "3"}
_POWERS_BEFORE = {"square": "2", "cubic": "3"}
NAMES = (
    r"\SI",
    r"\qty",
    r"\si",
    r"\unit",
    r"\num",
    r"\ang",
    r"\SIrange",
    r"\qtyrange",
    r"\numrange",
    r"\numproduct",
)
_NUMBER = late(
    r"([-+−]?)\s*(\d[\d\s.,]*)?(?:\s*(?:\+-|\\pm|±)\s*([\d.,]+)|\((\d+)\))?(?:\s*[eEdD]\s*([-+−]?\d+))?"
)


def handler(name: str) -> Callable[[State], list[str]]:
    """The handler of one of the commands."""

    def read(state: State) -> list[str]:
        scanner = state.scanner
        scanner.optional()
        if name in (r"\si", r"\unit"):
            return ["{", *_unit(scanner.argument()), "}"]
        first = scanner.argument()
        if name == r"\num":
            return ["{", *_number(first), "}"]
        if name == r"\ang":
            return ["{", *_angle(joined(first)), "}"]
        second = _number(scanner.argument()) if "range" in name else []
        joint = [*tokens_of(r"\text{–}"), *second] if second else []
        if name == r"\numrange":
            return ["{", *_number(first), *joint, "}"]
        return ["{", *_number(first), *joint, *_joint(_unit(scanner.argument())), "}"]

    return read


def physical(text: str) -> list[str]:
    r"""The content of `\pu{…}` (`mhchem`): a number and units as typed."""
    number, _, unit = text.strip().partition(" ")
    if not number[:1].isdecimal():
        number, unit = "", text.strip()
    return ["{", *_number(tokens_of(number)), *_joint(_unit(tokens_of(unit))), "}"]


def _joint(unit: list[str]) -> list[str]:
    tight = unit[:2] and "°" in unit and len(unit) < 6 and "C" not in unit
    return unit if tight or not unit else [r"\,", *unit]


def _number(tokens: Sequence[str]) -> list[str]:
    text = joined(tokens).strip()
    found = _NUMBER.fullmatch(text)
    if found is None or not text:
        return list(tokens)
    sign, digits, tolerance, last, power = found.groups()
    made = [*([("-" if sign in "-−" else "+")] if sign else [])]
    made += tokens_of(_grouped(digits or ""))
    if tolerance or last:
        made += tokens_of(rf" \pm {tolerance}" if tolerance else f"({last})")
    if power:
        shown = power.replace("−", "-").removeprefix("+")
        made += tokens_of(rf"\times 10^{{{shown}}}" if digits else f"10^{{{shown}}}")
    return made


def _grouped(digits: str) -> str:
    """Digits in groups of three with thin spaces, where there are more than four (ISO 80000-1, 7.3.1)."""
    digits = "".join(digits.split()).rstrip(".,")
    whole, mark, rest = digits.replace(",", ".").partition(".")
    if len(whole) > 4:
        head = len(whole) % 3
        whole = r"\,".join(
            part
            for part in [whole[:head], *(whole[at : at + 3] for at in range(head, len(whole), 3))]
            if part
        )
    return whole + mark + rest


def _angle(text: str) -> list[str]:
    parts = text.split(";")
    signs = ("°", "′", "″")
    shown = (
        rf"{part.strip()}\text{{{sign}}}" for part, sign in zip(parts, signs, strict=False) if part.strip()
    )
    return tokens_of("".join(shown))


def _unit(tokens: Sequence[str]) -> list[str]:
    r"""Units by name (`\meter\per\second`) or as typed (`m.s^{-1}`)."""
    made: list[str] = []
    prefix, power, below = "", "", False
    place = 0
    while place < len(tokens):
        token = tokens[place]
        name = token[1:]
        place += 1
        if name in _PREFIXES and token[0] == "\\":
            prefix = _PREFIXES[name]
        elif token == r"\per":
            below = True
        elif name in _POWERS_BEFORE and token[0] == "\\":
            power = _POWERS_BEFORE[name]
        elif name in _POWERS and token[0] == "\\":
            made = _raised(made, _POWERS[name])
        elif name in _UNITS and token[0] == "\\":
            sign = "-" if below else ""
            shown = sign + (power or ("1" if below else ""))
            made += [*([r"\,"] if made else []), *tokens_of(rf"\text{{{_escape(prefix + _UNITS[name])}}}")]
            made += tokens_of(f"^{{{shown}}}") if shown else []
            prefix, power, below = "", "", False
        elif token in (".", "~", " ", r"\cdot"):
            made += [r"\,"] if made else []
        elif token in (r"\of", r"\tothe", r"\raiseto", r"\highlight"):
            continue
        elif token.isalpha() or token in "%°ΩµÅ":
            made += tokens_of(rf"\text{{{_escape(prefix + token)}}}")
            prefix = ""
        else:
            made.append(token)
    return made


def _raised(made: list[str], power: str) -> list[str]:
    """Raise the last unit to a power; below a fraction line, to its negative."""
    if made[-3:] == ["{", "1", "}"] or (len(made) > 4 and made[-5:-2] == ["^", "{", "-"]):
        return [*made[:-2], power, "}"]
    return [*made, "^", "{", *power, "}"]


def _escape(text: str) -> str:
    return text.replace("%", r"\%")
