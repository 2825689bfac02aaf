"""Imported once by the server that EPUB workers are forked from: what else a book in EPUB needs."""

import gc

import babel.dates
import jinja2.sandbox

import publish.build.warm
import publish.epub

gc.freeze()
