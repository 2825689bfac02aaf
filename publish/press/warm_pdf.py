"""Imported once by the server that PDF workers are forked from."""

import gc

gc.freeze()
