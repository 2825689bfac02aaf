"""Fonts: our own faces, the machine's, and which characters they have."""
