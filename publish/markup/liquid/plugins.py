"""Tags of Jekyll's and Octopress' plugins: players, pictures, code, quotations, foldable parts, diagrams."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from html import escape
from typing import TextIO

from liquid import RenderContext, Token
from liquid.ast import BlockNode, Node
from liquid.exceptions import LiquidError
from liquid.stream import TokenStream
from liquid.tag import Tag

from publish.markup.kramdown.highlight import highlight
from publish.markup.liquid.arguments import PAIR, block_of, line, markdown, options_of, parts_of, words_of
from publish.markup.liquid.evaluating import resolved, value_of
from publish.markup.liquid.formulas import formula, mixed
from publish.markup.liquid.quotations import cited, pulled, quotation
from publish.markup.liquid.tufte import TUFTE
from publish.markup.players import PLAYERS
from publish.text.patterns import late

__all__ = ["BLOCKS", "PLUGIN_TAGS"]

_PLAYERS: Mapping[str, str] = {
    **{name: PLAYERS[name] for name in (
        "youtube", "vimeo", "twitter", "tweet", "gist", "instagram", "soundcloud", "spotify", "codepen", "jsfiddle",
        "asciinema", "slideshare", "speakerdeck", "bilibili",
    )},
    "youtubejs": PLAYERS["youtube"],
}  # fmt: skip
"""Address for a tag's first word, if that is not an address itself."""
_YOUTUBE = late(
    r"https?://(?:www\.|m\.)?(?:youtu\.be/|youtube\.com/(?:watch\?(?:\S*&)?v=|shorts/))([\w-]{6,20})"
)
_DIAGRAMS = (
    "mermaid", "graphviz", "plantuml", "blockdiag", "seqdiag", "actdiag", "nwdiag", "rackdiag", "packetdiag", "erd",
    "ditaa", "nomnoml", "smcat", "svgbob", "syntrax", "vega", "vegalite", "wavedrom", "uml", "dot",
)  # fmt: skip
_NOTICES = (
    "note",
    "tip",
    "info",
    "warning",
    "danger",
    "important",
    "caution",
    "alert",
    "callout",
    "notice",
    "prompt",
    "admonition",
)
_SIZE = late(r"\d{1,5}%?")
_FENCE = late(r"~{3,}")


def _first_argument(words: str, context: RenderContext) -> str:
    """A tag's first argument: a text in quotation marks, a variable, or the word itself."""
    first = (parts_of(resolved(words, context)) or [""])[0]
    if words[:1] not in "\"'" and re.fullmatch(r"(?:page|site|include)\.[\w.-]+", first):
        try:
            return str(value_of(context, first) or "")
        except LiquidError:
            return ""
    return first


class _Node(Node):
    """A tag for one of the functions below, with its content if it is a block."""

    def __init__(self, token: Token, words: str, block: BlockNode | None = None) -> None:
        super().__init__(token)
        self.words, self.block = words, block
        self.blank = False

    def render_to_output(self, context: RenderContext, buffer: TextIO) -> int:
        inside = ""
        if self.block is not None:
            inner = context.get_buffer(buffer)
            self.block.render(context, inner)
            inside = inner.getvalue()
        name = self.token.value
        write = _BLOCKS[name] if self.block is not None else _INLINE[name]
        return buffer.write(write(name, resolved(self.words, context), inside, context))


class _InlineTag(Tag):
    block = False

    def parse(self, stream: TokenStream) -> Node:
        token = stream.current
        return _Node(token, words_of(stream))


class _BlockTag(Tag):
    def parse(self, stream: TokenStream) -> Node:
        token = stream.current
        words = words_of(stream)
        block = block_of(self, stream)
        return _Node(token, words, block)


_Write = Callable[[str, str, str, RenderContext], str]


def _player(name: str, words: str, _: str, context: RenderContext) -> str:
    said = _first_argument(words, context)
    film = _YOUTUBE.match(said)
    if film:
        said, name = film[1], "youtube"
    address = said if "://" in said else _PLAYERS[name].format(said) if said else ""
    return (
        f'<embed src="{escape(address)}">' if address else ""
    )  # not iframe: that is not allowed inside text


def _media(name: str, words: str, _: str, context: RenderContext) -> str:
    return f'<{name} src="{escape(_first_argument(words, context))}"></{name}>'


def _octopress_image(_: str, words: str, __: str, ___: RenderContext) -> str:
    """`{% img [class names] /path/to.png [width [height]] ["title" ["description"]] %}`."""
    parts = parts_of(words)
    place = next((at for at, part in enumerate(parts) if "/" in part or "." in part), None)
    if place is None:
        return ""
    rest = parts[place + 1 :]
    sizes = [part for part in rest[:2] if _SIZE.fullmatch(part)]
    texts = rest[len(sizes) :]
    attributes = {"class": " ".join(parts[:place]), "alt": texts[-1] if texts else ""}
    attributes |= dict(zip(("width", "height"), sizes, strict=False))
    if len(texts) > 1:
        attributes["title"] = texts[0]
    return _image(parts[place], attributes)


def _image(address: str, attributes: Mapping[str, str]) -> str:
    written = "".join(
        f' {key}="{escape(value)}"' for key, value in attributes.items() if value or key == "alt"
    )
    return f'<img src="{escape(address)}"{written}>'


def _responsive(_: str, words: str, inside: str, __: RenderContext) -> str:
    """jekyll-responsive-image: `path:` and `alt:`, in the tag or on lines of their own."""
    options = options_of(words)
    lines = dict(re.findall(r"^[ \t]*([\w-]+):(.*)$", inside, re.MULTILINE))
    options |= {key: value.strip().strip("\"'") for key, value in lines.items()}
    image = _image(options["path"], {"alt": options.get("alt", "")}) if options.get("path") else ""
    caption = options.get("caption", "")
    return (
        f"<figure>{image}<figcaption>{escape(caption)}</figcaption></figure>" if caption and image else image
    )


def _picture(_: str, words: str, __: str, ___: RenderContext) -> str:
    """jekyll_picture_tag: `[preset] picture.jpg … --alt words --link address`."""
    plain, *flags = re.split(r"\s--(?=\w)", f" {words}")
    given = {flag.partition(" ")[0]: flag.partition(" ")[2].strip() for flag in flags}
    address = next((part for part in plain.split() if re.search(r"\.\w{2,5}$", part)), "")
    image = _image(f"/{address.lstrip('/')}", {"alt": given.get("alt", "")}) if address else ""
    return f'<a href="{escape(given["link"])}">{image}</a>' if given.get("link") and image else image


def _contents(*_: object) -> str:
    return "\n* Contents\n{:toc}\n"


def _nothing(*_: object) -> str:
    return ""


def _figure(_: str, words: str, inside: str, context: RenderContext) -> str:
    options = options_of(words)
    caption = options.get("caption", "")
    below = f"<figcaption>{line(markdown(caption, context))}</figcaption>" if caption else ""
    name = f' id="{escape(options["label"])}"' if options.get("label") else ""
    return f"\n\n<figure{name}>{line(markdown(inside, context))}{below}</figure>\n\n"


def _details(_: str, words: str, inside: str, context: RenderContext) -> str:
    summary = line(markdown(words.strip("\"'"), context))
    return f"\n\n<details><summary>{summary}</summary>\n{markdown(inside, context)}\n</details>\n\n"


def _tab(_: str, words: str, inside: str, context: RenderContext) -> str:
    label = words.partition(" ")[2].strip().strip("\"'") or words
    return f'\n\n<p class="tab-label"><strong>{line(markdown(label, context))}</strong></p>\n\n{_dedented(inside)}\n\n'


def _dedented(text: str) -> str:
    return f"\n{text.strip(chr(10))}\n"


def _content(_: str, __: str, inside: str, ___: RenderContext) -> str:
    return inside


def _diagram(name: str, _: str, inside: str, __: RenderContext) -> str:
    longest = max((len(found) for found in _FENCE.findall(inside)), default=2)
    fence = "~" * (longest + 1)
    return f"\n\n{fence} {name}\n{inside.strip(chr(10))}\n{fence}\n{{: .diagram}}\n\n"


def _code(_: str, words: str, inside: str, __: RenderContext) -> str:
    """`{% codeblock [title] [lang:language] [address [link's words]] %}` (Octopress)."""
    found = re.search(r"\blang:(\S+)", words)
    title = (
        re.sub(r"\b(?:lang|start|mark|linenos|url|title|range):\S+|https?://\S+", "", words)
        .strip()
        .strip("\"'")
    )
    language = found[1] if found else title.lower() if re.fullmatch(r"[a-z+#]{1,12}", title) else "text"
    language = language if re.fullmatch(r"[A-Za-z0-9.+#_-]{1,40}", language) else "text"
    caption = f"<figcaption>{escape(title)}</figcaption>" if title and title.lower() != language else ""
    code = highlight(inside.strip("\n"), f"language-{language}").removesuffix("\n")
    return (
        f'\n\n<figure class="highlight">{caption}<pre class="highlight"><code class="language-{language}">{code}'
        "</code></pre></figure>\n\n"
    )


def _box(name: str, words: str, inside: str, context: RenderContext) -> str:
    """`{% note %}`, `{% alert warning %}`, `{% callout info Its title %}`; `title:` may name the title."""
    given = options_of(words)
    first, *rest = parts_of(PAIR.sub("", words)) or [""]
    kind = given.get("type", first).lower()
    known = kind in _NOTICES or kind in {"success", "error", "primary"}
    title = given.get("title") or " ".join(rest if known and "type" not in given else [first, *rest])
    above = f'<p class="admonition-title">{line(markdown(title, context))}</p>\n' if title.strip() else ""
    return f'\n\n<div class="notice--{kind if known else name}">{above}{markdown(inside, context)}</div>\n\n'


_INLINE: Mapping[str, _Write] = {
    **TUFTE,
    **dict.fromkeys(_PLAYERS, _player),
    "video": _media,
    "audio": _media,
    "img": _octopress_image,
    "responsive_image": _responsive,
    "picture": _picture,
    "toc": _contents,
    **dict.fromkeys(("seo", "feed_meta", "avatar", "octicon", "pullquote_end"), _nothing),
}
_BLOCKS: Mapping[str, _Write] = {
    "figure": _figure,
    **dict.fromkeys(("details", "spoiler", "collapse", "accordion", "fold", "toggle", "expand"), _details),
    "tabs": _content,
    "tab": _tab,
    **dict.fromkeys(_DIAGRAMS, _diagram),
    **dict.fromkeys(
        ("codeblock", "code", "code_block", "prism", "prettify", "pygments", "terminal", "console"), _code
    ),
    "quote": cited,
    "blockquote": quotation,
    "pullquote": pulled,
    "responsive_image_block": _responsive,
    **dict.fromkeys(_NOTICES, _box),
    **dict.fromkeys(("katex", "math", "latex"), formula),
    "katexmm": mixed,
}
BLOCKS = frozenset(_BLOCKS)
"""Tags of plugins that need an `end…` tag; without one they count as unknown tags."""
PLUGIN_TAGS: tuple[type[Tag], ...] = (
    *(type(f"{name.title()}Tag", (_InlineTag,), {"name": name}) for name in _INLINE),
    *(type(f"{name.title()}Tag", (_BlockTag,), {"name": name, "end": f"end{name}"}) for name in _BLOCKS),
)
