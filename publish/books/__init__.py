"""From posts to a book: chooses posts, makes chapters, and composes books."""
