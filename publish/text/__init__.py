"""Strings from outside: forbidden characters, HTML in front matter, web addresses."""
