"""From a post's Markdown to a chapter's XHTML, one rule a file; `convert.py` tells the order."""

__all__: list[str] = []  # who needs a rule alone, as the PDF's pages do, loads no converter
