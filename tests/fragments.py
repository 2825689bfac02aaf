"""Hypothesis strategies for posts: pieces of Markdown, HTML, Liquid and front matter in bad combinations."""

from __future__ import annotations

import yaml
from hypothesis import strategies as st

__all__ = ["ANY_BYTES", "MIXED", "POSTS"]

PARTS = [
    "<p>",
    "</p>",
    "<div>",
    "</div>",
    "<b>",
    "</b>",
    "<i>",
    "<a_href=x>",
    "<a_name=é>",
    "</a>",
    "<table>",
    "<tr>",
    "<td_colspan=999999999>",
    "</table>",
    "<ul>",
    "<li>",
    "</ul>",
    "<dl>",
    "<dt>",
    "<dd>",
    "<summary>",
    "<details>",
    "<h1>",
    "<h4>",
    "<img_src=x>",
    "<iframe_src=//x>",
    "</iframe>",
    "<svg>",
    "<math>",
    "<script>",
    "<style>",
    "<select>",
    "<form>",
    "<input_type=checkbox>",
    "<textarea>",
    "<plaintext>",
    "<xmp>",
    "<title>",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "<?x",
    "&#0;",
    "&#1;",
    "&#xFFFF;",
    "&nbsp;",
    "<figure>",
    "<figcaption>",
    "<picture>",
    "<source_srcset=x>",
    "<video>",
    "<object_data=x>",
    "<embed_src=y>",
    "<ruby>",
    "<rt>",
    "<center>",
    "<bdo>",
    "<time>",
    '<div_class="footnotes"><ol><li_id="fn:1">',
    '<a_href="#fn:1">',
    '<span_class="math-inline">x^{2',
    "[^1]",
    "**",
    "__",
    "`",
    "```",
    "~~",
    ">",
    "-",
    "#",
    "$$",
    "{{",
    "}}",
    "{%",
    "%}",
    "漢字",
    "かな",
    "한국",
    "—",
    "…",
    "……",
    "“",
    "”",
    "’",
    "▲",
    "---",
    "__A__",
]

DRAWINGS = """
<svg> </svg> <svg/> <svg_onload=alert(1)> <text> </text> <g> <use_href="#x"> <foreignObject> <desc> <script/> <a_xlink:href="javascript:alert(1)">
<image_href="file:///etc/passwd"> <animate_attributeName="href"_to="javascript:alert(1)"> <math> </math> <mi> <mtext> <mglyph_src=x>
<annotation-xml_encoding="text/html"> <semantics> <maction_actiontype="statusline#http://x"> <p_xmlns:x="y"> <x:script>
<a_href="java&#10;script:alert(1)"> <p_onclick=alert(1)> <p_style="background:url(//x)"> <img_src="data:image/png;base64,AAAA">
<img_src=x_onerror=alert(1)> <link_rel=attachment_href=x> <base_href=//x> <meta_http-equiv=refresh> <body_onload=x> <!DOCTYPE_x_[<!ENTITY_e_"x">]> &e;
""".split()
LIQUID = """
{{_page.title_}} {{_site_|_inspect_}} {{_"x"_|_append:_"y"_}} {%_for_i_in_(1..9)_%} {%_endfor_%} {%_if_true_%} {%_endif_%} {%_raw_%}
{%_endraw_%} {%_include_x.html_%} {%_assign_a_=_"<b>"_%} {{_a_}} {%_capture_c_%} {%_endcapture_%} {%_highlight_c_%} {%_endhighlight_%}
{%_unknown_%} {%_comment_%} {%_endcomment_%} {{ }} {% %} {%- -%} {{_1_|_divided_by:_0_}} {%_cycle_1,2_%} {%_render_"x"_%}
""".split()
SPACES = st.sampled_from(["\n", "\n\n", " ", "    "])


def _of(parts: list[str]) -> st.SearchStrategy[str]:
    return st.sampled_from([part.replace("_", " ") for part in parts])


MIXED = st.lists(st.one_of(_of(PARTS), SPACES, st.text(max_size=6)), max_size=40).map("".join)
"""Markdown and HTML in any order."""
WILD = st.lists(
    st.one_of(_of(PARTS), _of(DRAWINGS), _of(LIQUID), SPACES, st.text(max_size=6)), max_size=30
).map("".join)
"""The same with drawings, formulas, addresses that bite, and Liquid."""

_KEYS = st.sampled_from(
    """title date author authors tags category categories image image_caption description lang cover permalink slug published
    excerpt_separator rights modified canonical_url layout""".split()
)
_SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.dates(), st.datetimes(), st.text(max_size=20), MIXED,
    st.sampled_from(["2026-01-02", "0000-00-00", "../../x", "javascript:alert(1)", "\x00", "\u202e", "zh-Hant", "/dev/zero"]),
)  # fmt: skip
_VALUES = st.recursive(
    _SCALARS, lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=4), inner, max_size=3)),
    max_leaves=6,
)  # fmt: skip
_NESTED = st.dictionaries(_KEYS, _VALUES, max_size=6).map(
    lambda values: yaml.safe_dump(values, allow_unicode=True)
)
_LINES = st.lists(st.tuples(_KEYS, st.text(max_size=12)).map(": ".join), max_size=6).map("\n".join)
MATTER = st.one_of(_NESTED, _LINES, st.text(max_size=30))
"""Front matter: sound YAML of odd shapes, odd lines, and anything else."""
PLAIN_MATTER = "title: A Title\ndate: 2026-01-02\n"

POSTS = st.tuples(st.one_of(st.just(PLAIN_MATTER), st.just(PLAIN_MATTER), MATTER), WILD).map(
    lambda parts: f"---\n{parts[0]}\n---\n\n{parts[1]}\n".encode("utf-8", "surrogatepass")
)
"""Posts with both halves, half of them with front matter that is sound."""
ANY_BYTES = st.one_of(
    st.binary(max_size=300), st.binary(max_size=300).map(lambda data: b"---\ntitle: T\n---\n" + data)
)
"""Bytes, with front matter above and without."""
