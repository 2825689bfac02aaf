"""From posts to a book: which posts, their chapters, and the one place where a book is composed."""
