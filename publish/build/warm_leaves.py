"""Imported once by the server that workers for volumes are forked from: the PDF engine, and nothing that reads posts.

WeasyPrint takes a third of a second to load, what reads and converts posts half of that: each goes on beside the other,
for chapters are converted by copies of the command while this loads.
"""

import gc
import os
from contextlib import suppress

import babel.dates
import jinja2.sandbox

import publish.build.work
import publish.pdf.volume
from publish import fonts
from publish.errors import PublishError
from publish.typeset.fontfolder import face_file

os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # as for other workers, see warm.py

with suppress(PublishError):  # a worker says what is wrong
    for face in fonts.FACES:
        face_file(face)  # read once for all workers

gc.freeze()
