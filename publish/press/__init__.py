"""Making files: a plan, one main loop, and the jobs that worker processes run."""
