"""Imported once by the server that workers are forked from, so that each starts with its engines loaded."""

import gc

import publish.build.work
import publish.covers
import publish.images
import publish.markup  # noqa: F401  # imported to be warm

gc.collect()
gc.freeze()  # forked workers then share these objects' pages
