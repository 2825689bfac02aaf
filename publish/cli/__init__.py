"""The command line: words in, lines out, exit codes. The only room that prints or exits."""

from publish.cli.main import main

__all__ = ["main"]
