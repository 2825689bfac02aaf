"""Calibre's Check Book without a window: `calibre-debug -e calibre_check.py -- BOOK…` prints its messages as JSON."""

import json
import sys

from calibre.ebooks.oeb.polish.check.main import run_checks
from calibre.ebooks.oeb.polish.container import get_container

sys.stdout.write(
    "MESSAGES "
    + json.dumps(
        {
            path: [f"{each.name}:{each.line}: {each.msg}" for each in run_checks(get_container(path))]
            for path in sys.argv[1:]
        }
    )
)
