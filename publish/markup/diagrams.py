"""Diagrams that the site draws from source code: a book shows the source, with a caption."""

from __future__ import annotations

from publish.language import label
from publish.markup.notices import Notices
from publish.markup.tree import Element, classes, has_class, make, text_of
from publish.model import Post, Site
from publish.project import programs

__all__ = ["hold", "name"]

_NAMES = {
    "mermaid": "Mermaid", "plantuml": "PlantUML", "graphviz": "Graphviz", "dot": "Graphviz", "uml": "PlantUML",
    "blockdiag": "blockdiag", "seqdiag": "seqdiag", "actdiag": "actdiag", "nwdiag": "nwdiag", "rackdiag": "rackdiag",
    "packetdiag": "packetdiag", "erd": "erd", "nomnoml": "nomnoml", "smcat": "smcat", "svgbob": "Svgbob",
    "syntrax": "Syntrax", "vega": "Vega", "vegalite": "Vega-Lite", "vega_lite": "Vega-Lite", "wavedrom": "WaveDrom",
    "chart": "Chart.js", "chartjs": "Chart.js", "echarts": "ECharts", "typograms": "typograms",
}  # fmt: skip
"""Languages of diagrams, as in the class of code, and their names."""
MARK = "diagram"
"""Class of code from a diagram tag."""


def hold(root: Element) -> None:
    """`<div class="mermaid">` and `<pre class="mermaid">`, which a script of the site draws: code of that language."""
    for element in [each for each in root.iter("div", "pre") if has_class(each, "mermaid")]:
        if element.getparent() is None or next(element.iter("code"), None) is not None:
            continue
        for line_break in list(element.iter("br")):  # as labels have them
            line_break.tail = f"<br/>{line_break.tail or ''}"
        code = make("code", text_of(element).strip("\n") + "\n", class_=f"language-mermaid {MARK}")
        for child in list(element):
            element.remove(child)
        element.tag, element.text = "pre", None
        element.attrib.clear()
        element.append(code)


def name(root: Element, post: Post, site: Site, notices: Notices, *, draw: bool = False) -> None:
    """Put each such source into `figure.diagram` with a caption; one notice for a language, unless a program is to draw
    it.
    """
    told: set[str] = set()
    for code in list(root.iter("code")):
        holder = code.getparent()
        words = classes(code)
        language = next(
            (word.removeprefix("language-") for word in words if word.startswith("language-")), ""
        )
        language = language.rstrip("!")
        if holder is None or holder.tag != "pre" or language not in _NAMES or holder.getparent() is None:
            continue
        drawn = draw and language in programs.LANGUAGES
        if MARK not in words and not drawn and not _draws(language, post, site):
            continue
        figure = make("figure", class_="diagram")
        holder.addprevious(figure)
        figure.tail, holder.tail = holder.tail, None
        caption = make("figcaption", label("diagram", post.language).format(name=_NAMES[language]))
        figure.extend([holder, caption])
        if not drawn and _NAMES[language] not in told:
            told.add(_NAMES[language])
            first = text_of(code).strip().partition("\n")[0]
            notices.add("diagram-source", _as_source(language), first)


def _as_source(language: str) -> str:
    """Why the source is shown, and what would draw it."""
    said = f"a diagram in {_NAMES[language]} is shown as source code"
    if (program := programs.LANGUAGES.get(language)) is None:
        return f"{said}: publish knows no program that draws it"
    return f'{said}; with diagrams = "draw" in publish.toml the program {program} draws it'


def _draws(language: str, post: Post, site: Site) -> bool:
    """Whether the theme, or a plugin, draws code of this language: by the post's flag, or the site's. Themes of Hugo and
    Zola do.
    """
    if post.dialect != "jekyll":
        return language not in _CHARTS and language not in {"vega", "vegalite"}
    plugins = site.data.get("plugins")
    if language in {"mermaid", "plantuml"} and isinstance(plugins, list) and "jekyll-spaceship" in plugins:
        return True
    for settings in (post.meta, site.data):
        said = settings.get(language, settings.get("chart") if language in _CHARTS else None)
        if isinstance(said, dict):
            said = said.get("enabled", bool(said))
        if said is not None:
            return str(said).lower() not in {"false", "no", "off", ""}
    return False


_CHARTS = frozenset(["chart", "chartjs", "echarts", "vega_lite"])
