"""Watching: after each save, makes affected books again, and the preview in the browser shows them.

subject    what is watched: posts or a volume, their input files, and how they are made
watching   which files were saved
session    the main loop: wait for a save, make affected books, update the board
board      the state for the preview: books, their files, their errors
preview    the server, for this machine only
"""

from __future__ import annotations

from publish.watch.session import Begun, Done, Event, Problem, Watching, watch
from publish.watch.subject import Asked

__all__ = ["Asked", "Begun", "Done", "Event", "Problem", "Watching", "watch"]
