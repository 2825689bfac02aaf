"""Loads the layout engine and our fonts, once, in the server that workers are forked from.

So all workers share them.
"""

from contextlib import suppress

import publish.pdf.engine
import publish.pdf.volume
from publish.errors import PublishError
from publish.fonts import faces
from publish.weasy.fontfolder import face_file

with suppress(PublishError):  # a worker will report the problem
    for face in faces.FACES:
        face_file(face)
