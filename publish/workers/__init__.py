"""Parallel processes with limits on time and memory. This room knows nothing about books."""
