"""kramdown with GFM's input, as Jekyll uses it: built on the `markdown` package, one file per rule.

Markdown's own parser and serialiser are replaced completely: kramdown has other rules for the end of a block, the
content of an item and the direction of quotation marks. Only the framework for extensions is used.
"""

from publish.markup.kramdown.document import Notes
from publish.markup.kramdown.extension import KramdownExtension, render, rendered
from publish.markup.kramdown.options import KramdownOptions, commonmark, options_of

__all__ = ["KramdownExtension", "KramdownOptions", "Notes", "commonmark", "options_of", "render", "rendered"]
