"""What a project says of itself: its settings, its Jekyll site, its styles."""
