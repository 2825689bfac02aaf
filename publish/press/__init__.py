"""Making files: a plan, one loop, and what workers do."""
