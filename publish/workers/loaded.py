"""Imported last by the server that workers are forked from, and by a worker that loads ahead.

What is loaded by then stays for good: no worker looks for garbage in it, and the server does not take it apart when it ends.
"""

import gc

from publish.keep import expressions

expressions.keep_new()
gc.freeze()
gc.enable()
