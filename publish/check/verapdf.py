"""veraPDF, the validator of the PDF Association, for PDF/UA and PDF/A."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from lxml import etree

from publish.check.java import VERAPDF, jars, machine

__all__ = ["FLAVOURS", "check_pdfs"]

FLAVOURS = {
    "ua1": "PDF/UA-1",
    "1a": "PDF/A-1A",
    "1b": "PDF/A-1B",
    "2a": "PDF/A-2A",
    "2b": "PDF/A-2B",
    "2u": "PDF/A-2U",
    "3a": "PDF/A-3A",
    "3b": "PDF/A-3B",
    "3u": "PDF/A-3U",
    "4": "PDF/A-4",
}
"""What we can check → the standard's name. The profile's file has the same name."""


def check_pdfs(
    paths: Iterable[Path | str], flavours: Sequence[str] = ("ua1", "2a")
) -> dict[Path, dict[str, list[str]]]:
    """The rules that each file breaks, as `clause-test: description (count)`, by flavour; empty when it complies.

    Raises MissingToolError when veraPDF is not installed, OSError when it cannot read a file.
    """
    _start()
    return {Path(path): {flavour: _check(Path(path), flavour) for flavour in flavours} for path in paths}


@cache
def _start() -> None:
    jars(VERAPDF)
    machine().JClass("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()


def _check(path: Path, flavour: str) -> list[str]:
    java = machine()
    foundry = java.JClass("org.verapdf.pdfa.Foundries").defaultInstance()
    kind = java.JClass("org.verapdf.pdfa.flavours.PDFAFlavour").fromString(flavour)
    stream = java.JClass("java.io.FileInputStream")(str(path.resolve()))
    try:
        parser = foundry.createParser(stream, kind)
        try:
            result = foundry.createValidator(_profile(flavour), False).validate(parser)
        finally:
            parser.close()
    except java.JException as error:
        return [f"0-0: veraPDF could not read it: {error}"]
    finally:
        stream.close()
    counts: dict[str, int] = {}
    for assertion in result.getTestAssertions():
        if str(assertion.getStatus()).upper() == "FAILED":
            rule = assertion.getRuleId()
            line = f"{rule.getClause()}-{rule.getTestNumber()}: {assertion.getMessage()}"
            counts[line] = counts.get(line, 0) + 1
    failed = [f"{line} ({count})" for line, count in counts.items()]
    if not failed and not result.isCompliant():
        failed = ["not compliant, but veraPDF names no rule"]
    return failed


@cache
def _profile(flavour: str) -> Any:
    """A validation profile, built by our code: veraPDF would load it with JAXB, which the package does not include."""
    java = machine()
    name = FLAVOURS[flavour].replace("/", "")
    with zipfile.ZipFile(jars(VERAPDF)[0]) as archive:
        root = etree.fromstring(archive.read(f"org/verapdf/pdfa/validation/{name}.xml"))
    profiles = java.JClass("org.verapdf.pdfa.validation.profiles.Profiles")
    rules = java.JClass("java.util.HashSet")()
    for rule in root.iter("{*}rule"):
        rules.add(_rule(java, profiles, rule))
    variables = java.JClass("java.util.HashSet")()
    for each in root.iter("{*}variable"):
        texts = _text(each, "defaultValue"), _text(each, "value")
        variables.add(profiles.variableFromValues(each.get("name"), each.get("object"), *texts))
    details = profiles.profileDetailsFromValues(flavour, "", "", java.JClass("java.util.Date")(0))
    kind = java.JClass("org.verapdf.pdfa.flavours.PDFAFlavour").fromString(flavour)
    return profiles.profileFromValues(kind, details, "", rules, variables)


def _rule(java: Any, profiles: Any, rule: etree._Element) -> Any:
    ident = rule.find("{*}id")
    assert ident is not None
    specification = java.JClass("org.verapdf.pdfa.flavours.PDFAFlavour$Specification")
    rule_id = profiles.ruleIdFromValues(
        getattr(specification, ident.get("specification", "")),
        ident.get("clause"),
        java.JInt(int(ident.get("testNumber", "0"))),
    )
    nothing = java.JClass("java.util.ArrayList")
    error = profiles.errorFromValues(rule.findtext("{*}error/{*}message") or "", nothing())
    deferred = java.JClass("java.lang.Boolean").valueOf(rule.get("deferred", "false"))
    texts = _text(rule, "description"), _text(rule, "test")
    return profiles.ruleFromValues(
        rule_id, rule.get("object"), deferred, rule.get("tags"), *texts, error, nothing()
    )


def _text(element: etree._Element, name: str) -> str:
    return element.findtext(f"{{*}}{name}") or ""
