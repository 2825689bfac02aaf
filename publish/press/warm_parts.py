"""Imported once by the server that workers for volumes are forked from: the PDF engine, and nothing that reads posts.

WeasyPrint takes a third of a second to load, what reads and converts posts half of that: each goes on beside the other,
for chapters are converted by copies of the command while this loads.
"""

import gc
import os
from contextlib import suppress

from publish.errors import PublishError
from publish.fonts import faces
from publish.weasy.fontfolder import face_file

os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # as for other workers, see warm.py

with suppress(PublishError):  # a worker says what is wrong
    for face in faces.FACES:
        face_file(face)  # read once for all workers

gc.freeze()
