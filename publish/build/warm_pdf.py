"""Imported once by the server that PDF workers are forked from: WeasyPrint takes a third of a second to load."""

import gc

import publish.build.volumes.work
import publish.build.warm
import publish.pdf.engine
import publish.pdf.volume
from publish import fonts

for face in fonts.FACES:
    fonts.data(face)  # cut once for all workers

gc.collect()
gc.freeze()
