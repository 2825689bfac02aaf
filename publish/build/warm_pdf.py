"""Imported once by the server that PDF workers are forked from: WeasyPrint takes half a second to load."""

import gc

import weasyprint  # noqa: F401  # imported to be warm

gc.collect()
gc.freeze()
