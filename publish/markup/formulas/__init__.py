"""Mathematics: what the site's script would find in the page's text, as MathML."""

from publish.markup.formulas.convert import to_mathml
from publish.markup.formulas.holders import find, from_scripts
from publish.markup.formulas.reading import Reading
from publish.markup.formulas.sitescript import reading_of

__all__ = ["Reading", "find", "from_scripts", "reading_of", "to_mathml"]
