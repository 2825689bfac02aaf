"""Immutable data behaves as what `dataclass(frozen=True, slots=True)` makes."""

from __future__ import annotations

import pickle
from collections.abc import Mapping
from dataclasses import asdict, field, replace
from functools import cached_property

import pytest

from publish.frozen import frozen


@frozen
class Post:
    title: str
    words: int = 0
    tags: tuple[str, ...] = ()
    data: bytes = field(default=b"", repr=False)


@frozen
class Site:
    posts: tuple[Post, ...]
    data: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def words(self) -> int:
        return sum(post.words for post in self.posts)


@frozen
class Empty:
    pass


def test_it_is_compared_and_hashed_by_its_fields() -> None:
    one, same, other = Post("A", 1), Post("A", 1), Post("A", 2)
    assert one == same != other
    assert len({one, same, other}) == 2
    others: tuple[object, ...] = (("A", 1, (), b""), Empty())
    assert one not in others
    assert Empty() == Empty()


def test_it_is_shown_as_a_dataclass_is() -> None:
    assert repr(Post("A", 1, ("x",), b"?")) == "Post(title='A', words=1, tags=('x',))"
    assert repr(Empty()) == "Empty()"


def test_it_is_copied_and_sent_to_other_processes() -> None:
    post = Post("A", tags=("x",))
    assert replace(post, words=3) == Post("A", 3, ("x",))
    assert asdict(post) == {"title": "A", "words": 0, "tags": ("x",), "data": b""}
    assert pickle.loads(pickle.dumps(post)) == post


def test_it_has_slots() -> None:
    with pytest.raises(AttributeError):
        Post("A").more = 1  # type: ignore[attr-defined]  # it has no such field


def test_its_properties_may_be_kept() -> None:
    site = Site((Post("A", 1), Post("B", 2)))
    assert site.words == site.words == 3
    assert site == Site(site.posts, {})
    assert pickle.loads(pickle.dumps(site)) == site


def test_it_takes_only_its_fields() -> None:
    with pytest.raises(
        TypeError, match=r"Post\.__init__\(\) missing 1 required positional argument: 'title'"
    ):
        Post()  # type: ignore[call-arg]  # the title is what lacks
    with pytest.raises(TypeError, match="unexpected keyword argument 'name'"):
        Post("A", name="B")  # type: ignore[call-arg]  # no field has this name
