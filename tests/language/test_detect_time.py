"""Finding a text's language takes no time, whatever stands in it."""

from __future__ import annotations

import time

import pytest

from publish.language import detect


@pytest.mark.parametrize("part", ["{{ a(", "{{< a ", "{% ", "](x "])
def test_what_is_never_closed_takes_no_time(part: str) -> None:
    start = time.process_time()
    assert detect(part * 10_000) == "en"
    assert time.process_time() - start < 5
