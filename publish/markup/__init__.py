"""From a post's Markdown to a chapter's XHTML, one file per rule; `convert.py` has their order."""

__all__: list[str] = []  # empty: a room that needs only one rule, such as `pdf`, loads no converter
