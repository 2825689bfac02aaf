"""Any input bytes give one error line, or a book that every reader opens and that has no active content.

Deterministic unless `--examples N` asks for more, or others, than a test run has time for.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from book_looks import LOOKS
from fragments import ANY_BYTES, POSTS
from hypothesis import HealthCheck, Phase, given, settings
from targets import holds_no_control, is_one_line

from publish.model import Format, Limits, Options
from publish.press.plan import make_plan
from publish.press.work import work

OPTIONS = Options(offline=True, limits=Limits(images=50))
EXAMPLES: dict[Format, int] = {"html": 120, "epub": 30, "pdf": 12}


@pytest.mark.parametrize("format", EXAMPLES)
@pytest.mark.parametrize("kind", ["bytes", "posts"])
def test_a_clean_error_or_a_valid_book(
    kind: str,
    format: Format,  # noqa: A002  # the field's own word
    tmp_path: Path,
    examples: int,
    epubcheck: Callable[..., Any],
) -> None:
    numbers = count(1)
    books: list[Path] = []
    posts = tmp_path / "posts"
    posts.mkdir()

    @settings(
        max_examples=examples or EXAMPLES[format],
        derandomize=not examples,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.generate, Phase.shrink) if examples else (Phase.generate,),
    )
    @given(ANY_BYTES if kind == "bytes" else POSTS)
    def build(data: bytes) -> None:
        post = posts / f"{next(numbers):04d}.md"
        post.write_bytes(data)
        (job,) = make_plan([str(post)], str(tmp_path / "build"), format, OPTIONS).jobs
        outcome = work(job, tmp_path).outcome
        for notice in outcome.notices:
            holds_no_control(str(notice))
        if outcome.error is not None:
            is_one_line(outcome.error)
            assert "internal error" not in outcome.error.message, outcome.detail
            assert not job.output.exists()
        elif outcome.status == "built":
            LOOKS[format](job.output)
            books.append(job.output)

    limit = sys.getrecursionlimit()
    build()
    assert sys.getrecursionlimit() == limit
    assert books
    if format == "epub":
        said = epubcheck(books)
        bad = {
            path.name: [str(each) for each in found if each.severity in {"FATAL", "ERROR", "WARNING"}]
            for path, found in said.items()
        }
        assert not {name: found for name, found in bad.items() if found}
