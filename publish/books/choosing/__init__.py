"""Which posts become books: files found by name, unpublished ones held back, a volume's chapters chosen and ordered."""
