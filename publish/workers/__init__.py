"""Processes that work side by side, with bounds on time and memory. They know no books."""
