"""The pipeline, in order: Liquid, Markdown, a safe tree, our rules on it, XHTML."""

from __future__ import annotations

from publish.errors import ContentError
from publish.frozen import frozen
from publish.markup import (
    addresses,
    attributes,
    attributions,
    authornote,
    autolinks,
    backgrounds,
    boxes,
    buttons,
    captions,
    contentmodel,
    diagrams,
    directions,
    distill,
    embeds,
    emojis,
    excerpt,
    footnotes,
    formulas,
    headings,
    ids,
    layouts,
    limits,
    linenumbers,
    liquid,
    lostpictures,
    mentions,
    notefaults,
    pictures,
    picturesizes,
    pullquotes,
    rows,
    rubies,
    sanitise,
    serialise,
    shortcodes,
    siblings,
    spaceship,
    standfirst,
    tasks,
    typography,
    upright,
    verse,
)
from publish.markup.markdown import to_html
from publish.markup.notices import Notices
from publish.markup.tree import Element
from publish.model import Chapter, Options, Post, Site
from publish.posts.dialects import is_html
from publish.posts.pictures import folder_of
from publish.project.themes import theme_of

__all__ = ["convert"]


@frozen
class _Formulas:
    """How formulas are told from words, and those that need no telling: they came as MathML."""

    reading: formulas.Reading
    given: tuple[Element, ...]


def convert(post: Post, site: Site, options: Options) -> Chapter:
    """Convert a post to a chapter: safe XHTML, its headings, and notices about things that could not be kept.

    Raises ContentError when the post exceeds `options.limits`; nothing else.
    """
    notices = Notices(post)
    files: dict[str, str] = {}
    try:
        root, given = _tree(post, site, options, notices, files)
        reading = formulas.reading_of(post, site, options, files)
        formulas.without_drawn(root)
        formulas.find(root, reading)
        formulas.speak_alternatives(root, reading, post)
        _apply_rules(root, post, site, options, _Formulas(reading, given), notices)
        body = serialise.to_xhtml(root)
    except RecursionError as error:
        raise ContentError("lists or quotes nest too deeply: use fewer levels", path=post.label) from error
    limits.check_size(body, options.limits, post.label)
    return Chapter(
        id=ids.ascii_name(post.stem, "c"),
        stem=post.stem,
        label=post.label,
        title=post.title,
        language=post.language,
        body=body,
        authors=post.authors,
        others=post.others,
        date=post.date,
        description=post.description,
        address=post.address,
        headings=headings.listing(root),
        notices=tuple(notices.found),
        files=tuple(files.items()),
    )


def _tree(
    post: Post, site: Site, options: Options, notices: Notices, files: dict[str, str]
) -> tuple[Element, tuple[Element, ...]]:
    """The safe tree, and the formulas that came as MathML."""
    templates = liquid if post.dialect == "jekyll" else shortcodes
    text = templates.expand(post.text, post, site, options.limits, notices, files)
    text = excerpt.remove_mark(text, post.excerpt_separator)
    inside = text if is_html(post.path) else to_html(spaceship.marked(text, site), post, site, notices)
    html = layouts.around(inside, post, site, options, notices, files)
    html, given = formulas.take_out(buttons.readable(distill.renamed(html)))
    root = sanitise.to_tree(html, options.limits, notices)
    spaceship.join(root, site)
    distill.settle(root, post, site, notices, files)
    siblings.lead_to_pages(root, post, site, files)
    return root, given


def _apply_rules(
    root: Element, post: Post, site: Site, options: Options, found: _Formulas, notices: Notices
) -> None:
    base = addresses.base_of(post, site)
    diagrams.hold(root)
    # Things that HTML allows and a book does not.
    if not is_html(post.path):
        notefaults.tell_misnamed(root, notices)
    footnotes.neutralise(root)
    attributes.place(root)
    verse.free(root)
    folder, theme = folder_of(post.meta, site), theme_of(site)
    backgrounds.settle(root, notices)
    embeds.replace(root, base, post.language, notices, folder)
    pictures.simplify(root, folder)
    buttons.part(root)
    rows.settle(root)
    picturesizes.settle(root)
    lostpictures.tell(root, notices)
    tasks.draw_boxes(root)
    captions.name_files(root, comments=bool(theme and theme.file_comments))
    layouts.name_code(root, post, site)
    linenumbers.flatten(root)
    rubies.settle(root)
    contentmodel.repair(root)
    attributes.clean(root)
    contentmodel.name_plainly(root)
    addresses.safe_links(root, base, notices)
    # What the author meant.
    boxes.mark(root, post.language, site, alerts=post.dialect != "jekyll")
    headings.without_title(root, post, site)
    headings.repair(root)
    captions.caption(root)
    captions.emphasised(root)
    captions.classed(root)
    diagrams.name(root, post, site, notices, draw=options.diagrams == "draw")
    standfirst.mark(root)
    authornote.mark(root, post.authors)
    pullquotes.mark(root)
    attributions.mark(root)
    verse.mark(root)
    emojis.replace(root, site)
    mentions.link(root, post, site)
    autolinks.link(root, post, site)
    # Typography.
    formulas.to_mathml(root, found.reading, notices)
    formulas.place(root, found.given)
    typography.set_text(root, post.language, site.language, fine=options.typography)
    directions.settle(root, post.language)
    upright.mark(root, post.language)
    # Last, when nothing adds or removes elements any more.
    ids.settle(root, notices)
