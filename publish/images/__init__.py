"""A book's pictures: found, fetched once, checked, converted for all readers, or replaced by a stand-in."""
