"""Imported once by the server that EPUB workers are forked from: what else a book in EPUB needs."""

import gc

gc.freeze()
