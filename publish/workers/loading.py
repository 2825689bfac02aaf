"""Imported first by the server that workers are forked from, and by a worker that loads ahead.

Loading modules makes many objects and hardly any garbage: looking for it takes a tenth of the loading time. `loaded` ends this.
"""

import gc

from publish.keep import expressions

gc.disable()
expressions.use_kept()
