"""Rules of the architecture: the direction of imports, fast imports, the public interface."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import publish

ROOT = Path(publish.__file__).parent

LAYERS = (
    {"frozen"},
    {"errors", "model", "text"},
    {"doctor"},
    {"keep"},
    {"language"},
    {"project"},
    {"workers"},
    {"posts"},
    {"fonts"},
    {"mathematics"},
    {"weasy"},
    {"markup"},
    {"images"},
    {"covers"},
    {"fresh"},
    {"books"},
    {"html", "pdf", "epub"},
    {"booklet", "shelf", "serve", "check"},
    {"press"},
    {"watch"},
    {"cli"},
    {"__main__"},
)
"""From the ground up. A room may import rooms below it, and itself; rooms on one floor don't know each other."""


def modules() -> list[Path]:
    return sorted(ROOT.rglob("*.py"))


def room(path: Path) -> str:
    first = path.relative_to(ROOT).parts[0]
    return first.removesuffix(".py")


def imports(path: Path) -> Iterator[str]:
    """Rooms of ours that a module imports."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[1] for alias in node.names if alias.name.startswith("publish."))
        elif isinstance(node, ast.ImportFrom) and node.module == "publish":
            yield from (alias.name for alias in node.names if alias.name != "__version__")
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("publish."):
            yield str(node.module).split(".")[1]


def floor(name: str) -> int:
    return next(number for number, rooms in enumerate(LAYERS) if name in rooms)


def test_imports_go_downwards() -> None:
    faults = [
        f"{path.relative_to(ROOT)} imports {other}"
        for path in modules()
        for other in imports(path)
        if (here := room(path)) not in {other, "__init__"} and floor(other) >= floor(here)
    ]
    assert faults == []


def test_modules_stay_small() -> None:
    lengths = {str(path.relative_to(ROOT)): len(path.read_text("utf-8").splitlines()) for path in modules()}
    assert [f"{name} has {length} lines" for name, length in lengths.items() if length > 350] == []


def loaded_by(statement: str, of: str = "") -> set[str]:
    """The packages that are loaded then, or the modules of one package."""
    names = (
        f"name for name in sys.modules if name.startswith({of!r})"
        if of
        else "name.split('.')[0] for name in sys.modules"
    )
    code = f"import sys; {statement}; print(*{{{names}}})"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(result.stdout.split())


def test_help_and_planning_load_no_engine() -> None:
    heavy = {
        "weasyprint",
        "ebooklib",
        "markdown",
        "PIL",
        "lxml",
        "jinja2",
        "babel",
        "pikepdf",
        "pypdfium2",
        "liquid",
        "minisign",
        "distributed",
        "dask",
        "watchfiles",
    }
    assert not heavy & loaded_by("import publish.cli, publish.press.run, publish.press.volumes")


def test_planning_loads_nothing_for_the_web() -> None:
    loaded = loaded_by("import publish.cli, publish.press.run, publish.press.volumes")
    assert not {"ssl", "http", "ctypes", "difflib"} & loaded


def test_reading_a_post_without_templates_loads_no_engine_for_them() -> None:
    assert not {"liquid", "jinja2", "segno", "pyphen"} & loaded_by(
        "import publish.books.single, publish.epub"
    )


def test_a_post_without_pictures_loads_nothing_for_the_web_or_for_odd_fonts() -> None:
    statement = "import publish.press.work, publish.books.single, publish.epub"
    assert not {"ctypes", "zoneinfo", "uharfbuzz"} & loaded_by(statement)
    loaded = loaded_by(statement, of="publish.")
    assert "publish.images.gather" in loaded
    assert not {"publish.images.web", "publish.fonts.system", "publish.books.choosing.spec"} & loaded


def test_a_command_loads_no_other_command() -> None:
    loaded = loaded_by("from publish.cli import main; main(['pdf', 'none.md', '-q'])", of="publish.")
    assert "publish.press.plan" in loaded
    others = ("booklet", "check", "cover", "doctor", "images", "serve", "shelf", "volume", "watch", "zine")
    assert not loaded & {"publish.doctor", *(f"publish.cli.{name}" for name in others)}


def test_setting_a_volumes_pages_loads_nothing_that_reads_posts() -> None:
    assert not {"markdown", "nh3", "yaml", "liquid"} & loaded_by(
        "import publish.press.warm, publish.press.work"
    )


def test_an_epub_needs_no_pdf_engine() -> None:
    assert not {"weasyprint", "pikepdf", "pypdfium2"} & loaded_by("import publish.press.work, publish.epub")


def test_only_the_command_line_prints_or_exits() -> None:
    for path in modules():
        if room(path) in {"cli", "__main__"}:
            continue
        calls = {
            node.func.id
            for node in ast.walk(ast.parse(path.read_text("utf-8")))
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        }
        assert not calls & {"print", "exit"}, path


def test_the_page_on_architecture_names_every_room_in_order() -> None:
    page = (ROOT.parent / "docs" / "architecture.md").read_text("utf-8")
    table = page[page.index("| room |") : page.index("No design is in Python")].splitlines()[2:]
    cells = [line.split("|")[1] for line in table if line.startswith("|")]
    told = [[name.strip(" `") for name in cell.split(",")] for cell in cells]
    there = {room(path) for path in modules()} - {"__init__", "__main__"}
    assert {name for row in told for name in row} == there
    floors = [floor(row[0]) for row in told]
    assert floors == sorted(floors, reverse=True)


def test_no_module_imports_in_a_circle() -> None:
    """Whatever stands inside functions or is for types alone counts too."""
    names = {
        ".".join(path.relative_to(ROOT.parent).with_suffix("").parts).removesuffix(".__init__"): path
        for path in modules()
    }
    del names["publish"]  # the library's face: it loads what is asked for
    needs = {name: set(_needed(path, set(names))) - {name} for name, path in names.items()}
    while free := [name for name, wanted in needs.items() if not wanted & needs.keys()]:
        for name in free:
            del needs[name]
    assert sorted(needs) == []


def _needed(path: Path, names: set[str]) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                yield whole if whole in names else str(node.module)


BESIDE_THE_ROOM = {
    "pdf/subsetting.py",  # fonts of the finished file
    "pdf/finish.py",  # metadata of the finished file
    "pdf/part.py",  # a page that knows where its fonts came from
    "pdf/structure.py",  # objects of the structure tree
    "pdf/tags.py",  # a page that keeps its marks
}
"""Modules that name WeasyPrint or pydyf outside the room: the writer's finisher, which both document, and what it needs."""


def test_the_engine_is_touched_in_its_room_alone() -> None:
    there = {
        str(path.relative_to(ROOT))
        for path in modules()
        if room(path) != "weasy"
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if (isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in {"weasyprint", "pydyf"})
        or (
            isinstance(node, ast.Import)
            and {alias.name.split(".")[0] for alias in node.names} & {"weasyprint", "pydyf"}
        )
    }
    assert there == BESIDE_THE_ROOM


UNBOUND = {
    "subprocess.Popen": {
        "images/diagrams.py": "waits with a deadline, then kills the whole group",
        "press/dask/processes.py": "waits with the book's time limit, then kills it",
    },
    "subprocess.run": {"doctor.py": "a package manager that is ended half-way leaves a broken system"},
    "socket.getaddrinfo": {"images/web/targets.py": "runs within a deadline"},
    "distributed.Client": {},
}
"""Calls that may wait for others, and the modules that may use them without `timeout`, with the reason."""
WAITING = {"socket.create_connection", "urllib.request.urlopen", "subprocess.check_output", *UNBOUND}


def waiting_calls(path: Path) -> Iterator[str]:
    """Calls in a module that could wait for another program or machine for ever."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call):
            # `partial(wait, …)` is a call of `wait`.
            inner = node.args[0] if ast.unparse(node.func) == "partial" and node.args else node.func
            name, words = ast.unparse(inner), {each.arg for each in node.keywords}
            place = (
                1 if name == "socket.create_connection" else sys.maxsize
            )  # where it stands without its name
            if name in WAITING and "timeout" not in words and len(node.args) <= place:
                yield name


def test_what_waits_for_others_has_a_deadline() -> None:
    found = {(str(path.relative_to(ROOT)), name) for path in modules() for name in waiting_calls(path)}
    assert found == {(module, name) for name, excused in UNBOUND.items() for module in excused}


def test_programs_and_sockets_are_started_in_one_way_only() -> None:
    """So that the test above finds them."""
    imported = {
        f"{path.relative_to(ROOT)}: {name.name}"
        for path in modules()
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module in {"subprocess", "socket", "distributed", "urllib.request"}
        for name in node.names
    }  # fmt: skip
    others = {
        f"{path.relative_to(ROOT)}: {name}"
        for path in modules()
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and (name := ast.unparse(node.func)) in {"os.system", "os.popen", "subprocess.call", "subprocess.check_call"}
    }  # fmt: skip
    assert imported | others == set()


def test_no_group_is_repeated_possessively() -> None:
    """Python before 3.11.5, as in Debian 12, matches `(…)*+` wrongly (gh-106052); `(?>(…)*)` means the same."""
    group = re.compile(r"(?<![(\\])\)(?:[*+?]|\{[\d,]+\})\+(?!,)")
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in modules()
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str | bytes)
        if group.search(node.value if isinstance(node.value, str) else node.value.decode("latin-1"))
    ]
    assert found == []
