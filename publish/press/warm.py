"""Imported once by the server that workers are forked from: the engine that lays out pages, and our font files.

The files are read once for all workers.
"""

from contextlib import suppress

import publish.pdf.engine
import publish.pdf.volume
from publish.errors import PublishError
from publish.fonts import faces
from publish.weasy.fontfolder import face_file

with suppress(PublishError):  # a worker says what is wrong
    for face in faces.FACES:
        face_file(face)
