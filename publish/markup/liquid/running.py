"""Runs one post's template: scan, parse, render. The engine's errors become notices or ContentError."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Container, Mapping
from functools import cache

from liquid import Environment, Mode, RenderContext, Token, Undefined
from liquid.exceptions import LiquidError, ResourceLimitError
from liquid.loader import BaseLoader, TemplateSource

from publish.errors import ContentError
from publish.markup.liquid import filters, plugins, scanning, tags
from publish.markup.liquid.datefilters import moment_of
from publish.markup.liquid.filters import Filter
from publish.markup.liquid.sitefiles import SiteFiles
from publish.markup.liquid.siteposts import Asked, SitePosts
from publish.markup.notices import Notices
from publish.model import Limits, Post, Site

__all__ = ["run"]

INNER_TAGS = frozenset(["else", "elsif", "when", "break", "continue", "#"])
LOOPS = 20_000
"""Most iterations of nested loops."""
LOCALS = 1 << 20
"""Most bytes of a template's variables."""
MAX_SAID = 20
"""Most broken tags with a notice of their own."""
OUTPUT_FACTOR = 4
"""A template may write this many times the size of the largest post."""


def run(
    text: str,
    post: Post,
    site: Site,
    limits: Limits,
    notices: Notices,
    files: dict[str, str],
    *,
    lenient: bool = False,
) -> str:
    """The text after Liquid; a tag on which Jekyll would fail stays as it is, with a notice.

    `lenient` also removes unknown tags from includes.
    """
    sandbox = _Sandbox(text, post, limits, notices, SiteFiles(site, post, files))
    blocks = scanning.BLOCKS | plugins.BLOCKS
    known = {*sandbox.tags, *INNER_TAGS, *blocks, *(f"end{name}" for name in blocks)}
    try:
        found = scanning.scan(text, plugins.BLOCKS)
        ready, unknown = scanning.without_unknown(text, found, known)
        if not sandbox.reads(ready):
            found = scanning.scan(text, plugins.BLOCKS, cache(sandbox.reads))
            ready, unknown = scanning.without_unknown(text, found, known)
    except scanning.TemplateError as problem:
        line = post.first_line + text.count("\n", 0, problem.place)
        notices.add(
            "liquid-unreadable", f"{problem}; publish left the Liquid in this post unchanged", line=line
        )
        return text
    for broken in found.broken[:MAX_SAID]:
        line = post.first_line + text.count("\n", 0, broken.place)
        notices.add("liquid-unreadable", f"{broken}; publish left it unchanged", line=line)
    if lenient:
        sandbox.files.clean = lambda source: _known_only(source, known)
    for mark in unknown:
        line = post.first_line + text.count("\n", 0, mark.start)
        what = "kept its words" if scanning.kept_words(text[mark.start : mark.end]) else "left it out"
        notices.add(
            "liquid-unknown-tag",
            f"publish does not know the Liquid tag {{% {mark.name} %}} and {what}",
            line=line,
        )
    sandbox.source = ready
    return sandbox.carry_out(_variables(post, site, notices, sandbox.files))


def _known_only(source: str, known: Container[str]) -> str:
    try:
        return scanning.without_unknown(source, scanning.scan(source, plugins.BLOCKS), known)[0]
    except scanning.TemplateError:
        return source


def _variables(post: Post, site: Site, notices: Notices, files: SiteFiles) -> Mapping[str, object]:
    about_site = {**site.data, "title": site.title, "url": site.url, "baseurl": site.baseurl}
    about_site["data"] = files.data(lambda message: notices.add("data-unreadable", message))
    about_site["time"] = moment_of(post)
    page = {**post.meta, "title": post.title, "date": moment_of(post)}
    others = SitePosts(files, post)
    jekyll = {"environment": "production", "version": "4.4"}
    return {
        "jekyll": jekyll,
        "site": Asked(about_site, others.of_site()),
        "page": Asked(page, others.of_page()),
    }


class _Filters(dict[str, Filter]):
    """The filters by name. An unknown filter does nothing, as in Jekyll, and gives a notice."""

    def __init__(self, known: Mapping[str, Filter], notices: Notices) -> None:
        super().__init__(known)
        self.notices = notices

    def __missing__(self, name: str) -> Filter:
        message = f"publish does not know the Liquid filter {name} and ignored it"
        self.notices.add("liquid-unknown-filter", message, f"| {name}")
        return lambda value, *_, **__: value


class _Includes(BaseLoader):
    """Reads `{% render %}` and `{% include %}` only from the site's includes."""

    def __init__(self, files: SiteFiles) -> None:
        self.files = files

    def get_source(
        self, env: Environment, template_name: str, *, context: RenderContext | None = None, **_: object
    ) -> TemplateSource:
        return TemplateSource(self.files.include(template_name), template_name, None, None)


class _Sandbox(Environment):
    """The engine for one post: no files except the site's includes, limited loops and output, errors as notices."""

    loop_iteration_limit = LOOPS
    local_namespace_limit = LOCALS

    def __init__(self, text: str, post: Post, limits: Limits, notices: Notices, files: SiteFiles) -> None:
        self.source, self.post, self.site, self.notices, self.files = text, post, files.site, notices, files
        self._line_ends: list[int] = []
        self._trial: list[str] | None = None
        super().__init__(
            tolerance=Mode.LAX, strict_filters=True, undefined=self._undefined(), loader=_Includes(self.files)
        )
        self.output_stream_limit = limits.post_bytes * OUTPUT_FACTOR  # type: ignore[misc]  # a setting of one post

    def setup_tags_and_filters(self, *, extra: bool = False) -> None:
        super().setup_tags_and_filters(extra=extra)
        for tag in tags.TAGS:
            self.add_tag(tag)
        self.filters.update(filters.filters_for(self.post, self.site))
        guarded = {name: filters.guarded(function) for name, function in self.filters.items()}
        self.filters = _Filters(guarded, self.notices)

    def reads(self, source: str) -> bool:
        """Whether the engine can read a template."""
        self._trial = []
        try:
            self.from_string(source)
        except LiquidError:
            return False
        except Exception:  # `carry_out` reports the error
            return True
        else:
            return not self._trial
        finally:
            self._trial = None

    def carry_out(self, variables: Mapping[str, object]) -> str:
        """The rendered text. Raises ContentError for a limit."""
        self._line_ends = [place for place, character in enumerate(self.source) if character == "\n"]
        try:
            return self.from_string(self.source).render(**variables)
        except (ResourceLimitError, RecursionError) as error:
            what = error.message if isinstance(error, ResourceLimitError) else "it nests too deeply"
            raise ContentError(
                f"Liquid exceeds a limit ({what}): use fewer loops, includes or repetitions",
                path=self.post.label,
                line=self.line_of(getattr(error, "token", None)),
            ) from error
        except MemoryError:
            raise
        except Exception as error:  # an error of the engine must not cost the post
            message = (
                f"Liquid failed ({type(error).__name__}); publish left the Liquid in this post unchanged"
            )
            self.notices.add("liquid-unreadable", message)
            return self.source

    def error(
        self, exc: type[LiquidError] | LiquidError, msg: str | None = None, token: Token | None = None
    ) -> None:
        """Collect an error as a notice; limits are raised as exceptions."""
        error = exc if isinstance(exc, LiquidError) else exc(msg or "error", token=token)
        if self._trial is not None:
            self._trial.append(str(error.message or ""))
            return
        error.token = error.token or token
        if isinstance(error, ResourceLimitError):
            raise error
        message = f"Liquid: {error.message or type(error).__name__}; publish removed this part"
        self.notices.add("liquid-error", message, line=self.line_of(error.token))

    def line_of(self, token: Token | None) -> int | None:
        """Line in the post for one of its tokens; None for a token in an include."""
        if token is None or token.start_index < 0 or not token.source:
            return None
        offset = 0 if token.source == self.source else self.source.find(token.source)
        if offset < 0:
            return None
        return self.post.first_line + bisect_left(self._line_ends, offset + token.start_index)

    def _undefined(self) -> type[Undefined]:
        sandbox = self

        class Unknown(Undefined):
            """A missing variable: empty, with a notice if a reader would have seen it."""

            def __str__(self) -> str:
                hint = (self.hint or "").removesuffix(" is undefined")
                name = hint.strip("'") if hint != (self.hint or "") else self.name
                if name.startswith(("include.", "theme_item.")):  # parameters are optional
                    return ""
                sandbox.notices.add(
                    "liquid-unknown-variable",
                    f"the Liquid variable {name} has no value here and was left out",
                    line=sandbox.line_of(self.token),
                )
                return ""

        return Unknown
