"""Finding a text's language takes no time, whatever stands in it."""

from __future__ import annotations

import pytest
from processes import computing

from publish.language import detect


@pytest.mark.parametrize("part", ["{{ a(", "{{< a ", "{% ", "](x "])
def test_what_is_never_closed_takes_no_time(part: str) -> None:
    with computing(5):
        assert detect(part * 10_000) == "en"
