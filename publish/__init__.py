"""Turn a blog's Markdown posts into PDF and EPUB files worth handing to readers who have no network."""

__version__ = "0.1.0"
__all__ = ["__version__"]
