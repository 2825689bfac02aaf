"""Jekyll's tags."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Protocol, TextIO, cast

from liquid import RenderContext, Token
from liquid.ast import BlockNode, Node
from liquid.builtin.expressions import StringLiteral
from liquid.exceptions import LiquidSyntaxError, TemplateNotFoundError
from liquid.expression import Expression
from liquid.stream import TokenStream
from liquid.tag import Tag

from publish.markup.addresses import NOWHERE
from publish.markup.kramdown.highlight import highlight
from publish.markup.liquid import lostincludes
from publish.markup.liquid.arguments import block_of, words_of
from publish.markup.liquid.evaluating import expression, resolved
from publish.markup.liquid.plugins import PLUGIN_TAGS
from publish.markup.liquid.scholar import SCHOLAR_TAGS
from publish.markup.liquid.translations import TRANSLATION_TAGS
from publish.text.patterns import late

if TYPE_CHECKING:
    from publish.markup.liquid.sitefiles import SiteFiles
    from publish.markup.notices import Notices
    from publish.model import Site

__all__ = ["TAGS"]


class _Warned(Protocol):
    """What tags need of the engine that runs them, to warn."""

    notices: Notices

    def line_of(self, token: Token | None) -> int | None:
        """Line in the post for one of its tokens."""


_PARAMETER = late(r"""(?<![\w-])([\w-]+)\s*=\s*("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[^\s"'=]+)""")
_INCLUDED = late(r"(?:\{\{.*?\}\}|[^\s{]|\{(?!\{))+", re.DOTALL)
"""The name of an include: with variables in it, up to white space, also a line end."""
_LANGUAGE = late(r"[A-Za-z0-9.+#_-]{1,40}")


def _files(context: RenderContext) -> SiteFiles:
    return cast("SiteFiles", context.env.files)  # type: ignore[attr-defined]  # set by our own Environment


class _TextNode(Node):
    """A node whose text is known when the tag is read."""

    def __init__(self, token: Token, words: str) -> None:
        super().__init__(token)
        self.words = words
        self.blank = False


class _LinkNode(_TextNode):
    def render_to_output(self, context: RenderContext, buffer: TextIO) -> int:
        files, words = _files(context), resolved(self.words, context)
        is_post = self.token.value == "post_url"
        address = files.address_of_post(words) if is_post else files.address_of_file(words)
        if address is None:
            message = f"no address for {words[:80]!r} in this site"
            context.env.error(TemplateNotFoundError(message, token=self.token))
            return buffer.write(NOWHERE if _is_link(buffer) else "")
        return buffer.write(_after(buffer, files.site, address))


def _is_link(buffer: TextIO) -> bool:
    """Whether what is written next is where a link leads to."""
    buffer.seek(max(0, buffer.tell() - 3))
    return buffer.read().rstrip(" \t").endswith(("](", "(<", '="', "='", "]:"))


def _is_at_line_start(buffer: TextIO) -> bool:
    """Whether only white space, or a quotation's marks, stand on the line that is written."""
    end = buffer.tell()
    buffer.seek(max(0, end - 200))
    line = buffer.read().rpartition("\n")[2]
    return not line.strip(" \t>")


def _after(buffer: TextIO, site: Site, address: str) -> str:
    """An address as Jekyll writes it, without the host; without `baseurl` too if that was just written.

    Before version 4 Jekyll left `baseurl` out, so many posts write `{{ site.baseurl }}{% link … %}`.
    """
    path = address.removeprefix(site.url)
    if not site.baseurl:
        return path
    buffer.seek(max(0, buffer.tell() - len(site.baseurl)))
    return path.removeprefix(site.baseurl) if buffer.read() == site.baseurl else path


class PostUrlTag(Tag):
    """`{% post_url 2024-05-01-title %}`: the other post's address, from the host's root."""

    name = "post_url"
    block = False

    def parse(self, stream: TokenStream) -> Node:
        token = stream.current
        return _LinkNode(token, words_of(stream))


class LinkTag(PostUrlTag):
    """`{% link _posts/2024-05-01-title.md %}`: the address of a file of the site, from the host's root."""

    name = "link"


class _IncludeNode(_TextNode):
    def __init__(self, token: Token, words: str, values: Mapping[str, Expression]) -> None:
        super().__init__(token, words)
        self.values = values

    def render_to_output(self, context: RenderContext, buffer: TextIO) -> int:
        name = resolved(self.words, context)
        try:
            source = _files(context).include(name, relative=self.token.value == "include_relative")
        except TemplateNotFoundError as error:
            error.token = self.token
            return self._without(name, error, context, buffer)
        template = context.env.from_string(source, name=name)
        given = self._given(context)
        with context.extend({"include": given}, template=template):
            template.render_with_context(context, buffer, partial=True)
        return True

    def _given(self, context: RenderContext) -> dict[str, object]:
        return {key: value.evaluate(context) for key, value in self.values.items()}

    def _without(
        self, name: str, error: TemplateNotFoundError, context: RenderContext, buffer: TextIO
    ) -> int:
        """Show what an include without a file was given, with a notice; raise the error when that is nothing."""
        filters = context.env.filters

        def place(path: str) -> str:
            return str(filters["relative_url"](path)) if path.startswith("/") else path

        def read(text: str) -> str:
            return str(filters["markdownify"](text)).strip()

        words = lostincludes.shown(name, self._given(context), read, place)
        if not words:
            raise error
        sandbox = cast("_Warned", context.env)
        message = f"no file {name[:80]!r} in the site's _includes; publish shows what the post gives to it"
        sandbox.notices.add("include-missing", message, line=sandbox.line_of(self.token))
        return buffer.write(words)


class IncludeTag(Tag):
    """`{% include file.html name="value" other=page.title %}`, read from the site's `_includes`."""

    name = "include"
    block = False

    def parse(self, stream: TokenStream) -> Node:
        token = stream.current
        words = words_of(stream)
        found = _INCLUDED.match(words)
        name, rest = (found[0].strip("\"',"), words[found.end() :]) if found else ("", "")
        values = {key: self._given(text, token) for key, text in _PARAMETER.findall(rest)}
        return _IncludeNode(token, name, values)

    def _given(self, text: str, token: Token) -> Expression:
        """A parameter: a text, in which a quotation mark may have a backslash, or a variable."""
        if text[0] in "\"'":
            return StringLiteral(token, text[1:-1].replace(f"\\{text[0]}", text[0]))
        return expression(self.env, text, token)


class IncludeRelativeTag(IncludeTag):
    """`{% include_relative file.md %}`, read from beside the post, inside the site."""

    name = "include_relative"


class IncludeCachedTag(IncludeTag):
    """`{% include_cached file.html %}` (jekyll-include-cache): as `include`."""

    name = "include_cached"


class _HighlightNode(_TextNode):
    def __init__(self, token: Token, words: str, block: BlockNode) -> None:
        super().__init__(token, words)
        self.block = block

    def render_to_output(self, context: RenderContext, buffer: TextIO) -> int:
        inner = context.get_buffer(buffer)
        self.block.render(context, inner)
        first = self.words.split(" ")[0]
        language = first if _LANGUAGE.fullmatch(first) else "text"
        # The code goes into a raw HTML block unchanged; Markdown must not change it.
        code = highlight(inner.getvalue().strip("\n"), f"language-{language}").removesuffix("\n")
        # In the middle of a line, it ends the paragraph there.
        around = "" if _is_at_line_start(buffer) else "\n\n"
        return buffer.write(
            f'{around}<figure class="highlight"><pre class="highlight"><code class="language-{language}" data-lang="{language}">{code}</code></pre></figure>{around}'
        )


class HighlightTag(Tag):
    """`{% highlight ruby %} … {% endhighlight %}`: code as Jekyll writes it."""

    name = "highlight"
    end = "endhighlight"

    def parse(self, stream: TokenStream) -> Node:
        token = stream.current
        words = words_of(stream)
        block = block_of(self, stream)
        if not words:
            raise LiquidSyntaxError("{% highlight %} needs a language", token=token)
        return _HighlightNode(token, words, block)


TAGS: tuple[type[Tag], ...] = (
    PostUrlTag,
    LinkTag,
    IncludeTag,
    IncludeRelativeTag,
    IncludeCachedTag,
    HighlightTag,
    *PLUGIN_TAGS,
    *SCHOLAR_TAGS,
    *TRANSLATION_TAGS,
)
