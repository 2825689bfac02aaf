"""Imported once by the server that PDF workers are forked from."""

import gc

import publish.build.warm
import publish.build.warm_leaves
import publish.pdf.engine

gc.freeze()
