"""Watching: what a save touches is made again, and the preview in the browser shows it.

subject    what is watched: some posts or a volume; which files decide them, and making them
watching   which files were saved
session    the story: wait for a save, make what it touches, tell the board
board      what the preview knows: books, their files, their errors
preview    the server, for this machine alone
"""

from __future__ import annotations

from publish.watch.session import Begun, Done, Event, Problem, Watching, watch
from publish.watch.subject import Asked

__all__ = ["Asked", "Begun", "Done", "Event", "Problem", "Watching", "watch"]
