"""`@name`, where the site's plugin makes a link of it, and links that templates give no address."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from markup_samples import PLAIN

from publish.markup.convert import convert
from publish.model import Options, Site

PLUGIN: dict[str, object] = {"plugins": ["jekyll-mentions"]}
ANN = '<a href="https://github.com/ann-b">@ann-b</a>'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("By @ann-b, and **@ann-b**.", f"<p>By {ANN}, and <strong>{ANN}</strong>.</p>"),
        ("*a* @ann-b b @ann-b c", f"<p><em>a</em> {ANN} b {ANN} c</p>"),
        ("`@ann-b` a@b.example a/@b [@c](https://c.example)", None),
        ("@ann-b", f"<p>{ANN}</p>"),
    ],
)
def test_mentions(text: str, expected: str | None) -> None:
    body = convert(replace(PLAIN, text=text), Site(data=PLUGIN), Options()).body.strip()
    plain = convert(replace(PLAIN, text=text), Site(), Options()).body.strip()
    assert body == (expected or plain)
    assert "github.com" not in plain


def test_mentions_elsewhere_or_not_at_all() -> None:
    site = Site(data={**PLUGIN, "jekyll-mentions": {"base_url": "https://code.example/"}})
    post = replace(PLAIN, text="@ann")
    assert 'href="https://code.example/ann"' in convert(post, site, Options()).body
    assert "href" not in convert(replace(post, meta={"jekyll-mentions": False}), site, Options()).body


@pytest.mark.parametrize("tag", ["link _posts/none.md", "post_url 2020-01-01-none"])
def test_a_link_to_nothing_keeps_its_words(tmp_path: Path, tag: str) -> None:
    text = f'See [it]({{% {tag} %}}), <a href="{{% {tag} %}}">*that*</a> {{% {tag} %}}too.'
    site = Site(root=tmp_path, url="https://a.example")
    chapter = convert(replace(PLAIN, text=text, address="https://a.example/x/"), site, Options())
    assert chapter.body.strip() == "<p>See it, <em>that</em> too.</p>"
    assert [notice.code for notice in chapter.notices] == ["liquid-error"]
    assert "no address for" in chapter.notices[0].message
