"""Fonts: our own, the machine's, and which characters they have."""
