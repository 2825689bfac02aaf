"""The command line: reads options, prints lines, sets the exit status. Only this room prints or exits."""

from publish.cli.main import main

__all__ = ["main"]
