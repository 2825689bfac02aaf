"""Tags of jekyll-multiple-languages-plugin: words from `_i18n/LANGUAGE.yml`, and files from `_i18n/LANGUAGE`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, TextIO, cast

from liquid import RenderContext, Token
from liquid.ast import Node
from liquid.exceptions import LiquidError, TemplateNotFoundError
from liquid.stream import TokenStream
from liquid.tag import Tag

from publish.language import normalise
from publish.markup.liquid.arguments import words_of
from publish.markup.liquid.evaluating import resolved, value_of
from publish.project import plainyaml
from publish.project.themes import value_at
from publish.text.patterns import late

if TYPE_CHECKING:
    from publish.markup.liquid.sitefiles import SiteFiles

__all__ = ["TRANSLATION_TAGS"]

_VARIABLE = late(r"(?:page|site|include)\.[\w.-]+")


class _Words(Node):
    """`{% t key %}`: a text by its key; the key may be in a variable."""

    def __init__(self, token: Token, words: str) -> None:
        super().__init__(token)
        self.words = words
        self.blank = False

    def render_to_output(self, context: RenderContext, buffer: TextIO) -> int:
        key, files = _key(self.words, context), _files(context)
        for language in _languages(files):
            found = value_at(_texts(files, language), key)
            if isinstance(found, str):
                return buffer.write(str(found))
        message = f"no words for {key[:80]!r} in the site's _i18n"
        context.env.error(TemplateNotFoundError(message, token=self.token))
        return buffer.write("")


class _File(_Words):
    """`{% tf folder/file.md %}`: a file of the post's language, else of the site's first."""

    def render_to_output(self, context: RenderContext, buffer: TextIO) -> int:
        name, files = resolved(self.words, context), _files(context)
        files.count_include()
        for language in _languages(files):
            if text := files.text_of(f"_i18n/{language}/{name}"):
                template = context.env.from_string(files.clean(text), name=name)
                with context.extend({}, template=template):
                    template.render_with_context(context, buffer, partial=True)
                return True
        raise TemplateNotFoundError(f"no file {name[:80]!r} in the site's _i18n", token=self.token)


def _files(context: RenderContext) -> SiteFiles:
    return cast("SiteFiles", context.env.files)  # type: ignore[attr-defined]  # set by our own Environment


def _key(words: str, context: RenderContext) -> str:
    key = resolved(words, context).strip("\"'")
    if not _VARIABLE.fullmatch(key):
        return key
    try:
        return str(value_of(context, key) or key)
    except LiquidError:
        return key


def _languages(files: SiteFiles) -> Iterator[str]:
    """The post's language as the site writes it, then the site's first."""
    listed = files.site.languages
    yield from (name for name in listed if normalise(name) == files.post.language)
    yield from listed[:1]


def _texts(files: SiteFiles, language: str) -> object:
    """The texts of a language, read once for a post; None when they cannot be read."""
    if language not in files.translations:
        try:
            found = plainyaml.read(files.text_of(f"_i18n/{language}.yml")).value
        except plainyaml.YamlError:
            found = None
        files.translations[language] = found
    return files.translations[language]


class _TranslateTag(Tag):
    block = False
    node = _Words

    def parse(self, stream: TokenStream) -> Node:
        token = stream.current
        return self.node(token, words_of(stream))


TRANSLATION_TAGS: tuple[type[Tag], ...] = tuple(
    type(f"{name.title()}Tag", (_TranslateTag,), {"name": name, "node": node})
    for name, node in {"t": _Words, "translate": _Words, "tf": _File, "translate_file": _File}.items()
)
