"""Strings from outside: characters that no book may hold, HTML in front matter, addresses on the web."""
