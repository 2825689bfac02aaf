"""Pictures on their way into a book: found, fetched once, checked, made fit for every reader, or honestly replaced."""
