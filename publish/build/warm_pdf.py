"""Imported once by the server that PDF workers are forked from: WeasyPrint takes half a second to load."""

import gc

import weasyprint

import publish.build.warm
import publish.pdf

gc.collect()
gc.freeze()
