"""Mathematics: finds the formulas that the site's script would find in the page, and converts them to MathML."""

from publish.markup.formulas.holders import find, from_scripts
from publish.markup.formulas.reading import Reading
from publish.markup.formulas.sitescript import reading_of
from publish.markup.notices import Notices
from publish.markup.tree import Element, has_class

__all__ = ["Reading", "find", "from_scripts", "reading_of", "to_mathml"]


def to_mathml(root: Element, reading: Reading, notices: Notices) -> None:
    """Replace the formulas by MathML. The TeX reader is loaded for the first post that has a formula."""
    held = (
        has_class(each, kind) for each in root.iter("span", "div") for kind in ("math-inline", "math-display")
    )
    if any(held):
        from publish.markup.formulas import convert

        convert.to_mathml(root, reading, notices)
