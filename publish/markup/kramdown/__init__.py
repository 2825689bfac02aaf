"""kramdown, with GFM's input, as Jekyll sets it up: on the `markdown` package, one rule a file.

Markdown's own parser and serialiser are replaced whole, because kramdown decides by other rules where a block ends, what
an item holds and which way a quotation mark turns; what stays is the frame in which extensions work.
"""

from publish.markup.kramdown.extension import KramdownExtension, render
from publish.markup.kramdown.options import KramdownOptions, options_of

__all__ = ["KramdownExtension", "KramdownOptions", "options_of", "render"]
