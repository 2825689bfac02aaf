"""Imported once by the server that workers are forked from, so that each starts with its engines loaded."""

import gc
import os

# What workers have to say comes back as outcomes; nothing that a library prints reaches the terminal.
os.dup2(os.open(os.devnull, os.O_WRONLY), 2)

gc.freeze()  # forked workers then share these objects' pages
