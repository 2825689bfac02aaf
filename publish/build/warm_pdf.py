"""Imported once by the server that PDF workers are forked from: WeasyPrint takes a third of a second to load."""

import gc
from contextlib import suppress

import publish.build.volumes.work
import publish.build.warm
import publish.pdf.engine
import publish.pdf.volume
from publish import fonts
from publish.errors import PublishError
from publish.typeset.fontfolder import face_file

with suppress(PublishError):  # a worker says what is wrong
    for face in fonts.FACES:
        face_file(face)  # read once for all workers

gc.freeze()
