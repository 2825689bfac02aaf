"""`publish cover`: the cover of one post, or all templates on one sheet to choose from."""

from __future__ import annotations

import io
import sys
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import click

from publish.books.choosing.usual import default_posts
from publish.cli import reporting
from publish.cli.helping import Command
from publish.cli.options import release_options
from publish.errors import PublishError, UsageError
from publish.keep.outputs import ends_in, refuse_other_ending
from publish.model import Options
from publish.project import settings
from publish.project import style as styles
from publish.project.optionvalues import CHOICES
from publish.text.messages import did_you_mean

__all__ = ["cover"]

_ENDINGS = (".jpg", ".jpeg", ".png")


@click.command(cls=Command)
@click.argument("posts", nargs=-1, metavar="POST...")
@click.option("-o", "--output", metavar="FILE", help="Picture file to write (.jpg or .png), or a folder.")
@click.option(
    "--template", metavar="NAME", help="A template of the style; default: the one that the post's books use."
)
@click.option("--all", "every", is_flag=True, help="Draw all templates for all posts, on one sheet.")
@click.option("--style", metavar="NAME", help="A style in styles/, or a folder of your own.")
@click.option(
    "--profile",
    type=click.Choice(CHOICES["profile"], case_sensitive=False),
    help="Device to draw for: eink draws in greys.",
)
@click.option("--offline", is_flag=True, help="Open no network connection.")
@release_options
def cover(  # noqa: PLR0917  # click calls it with names
    posts: tuple[str, ...],
    output: str | None,
    template: str | None,
    every: bool,
    style: str | None,
    profile: str | None,
    offline: bool,
    **flags: bool,
) -> int:
    """Draw the cover of a post, or with --all every template.

    A post chooses a template with `cover: NAME` in its front matter, a project with `[covers] template = "NAME"` in
    publish.toml.
    """
    said = {"style": style, "profile": profile, "offline": offline, **flags}
    project = settings.load(Path.cwd(), {**said, "cover": template})
    options = replace(project.options, **{name: value for name, value in said.items() if value})  # type: ignore[arg-type]  # by name
    if every:
        return _sheet(
            posts or default_posts(Path()), output or f"{project.books}covers.jpg", project, options
        )
    if len(posts) != 1:
        raise UsageError("name one post, or use --all for a sheet of many")
    known = styles.load(options.style).listing("covers", ".html")
    if template and template not in known:
        near = did_you_mean(template.lower(), known)
        raise UsageError(f"no cover {template!r} in this style: use one of {', '.join(known)}{near}")
    return _one(posts, output or project.books, project, options, template or "")


def _one(
    posts: Sequence[str], output: str, project: settings.Project, options: Options, template: str
) -> int:
    from publish.press.covers import draw
    from publish.press.plan import make_plan

    refuse_other_ending(Path(output), "pictures", *_ENDINGS)
    plan = make_plan(posts, "build", "epub", options)
    reporting.planned(plan)
    if not plan.jobs:
        return 0
    if len(plan.jobs) > 1:
        raise UsageError(f"{len(plan.jobs)} posts: name one, or use --all for a sheet of many")
    job = plan.jobs[0]
    target = Path(output)
    if not ends_in(output, _ENDINGS):
        target = target / f"{job.output.stem}-cover.jpg"
    made = draw(job, project.folder, template)
    if isinstance(made, PublishError):
        raise made
    for notice in made.notices:
        reporting.line(str(notice))
    for picture in made.pictures.values():
        _write(target, picture)
    return 0


def _sheet(posts: Sequence[str], output: str, project: settings.Project, options: Options) -> int:
    from publish.covers.sheet import MOST, Row, contact_sheet
    from publish.press.covers import draw_all
    from publish.press.plan import make_plan

    refuse_other_ending(Path(output), "pictures", *_ENDINGS)
    plan = make_plan(posts, "build", "epub", options)
    reporting.planned(plan)
    if len(plan.jobs) > MOST:
        raise UsageError(f"{len(plan.jobs)} posts do not fit on one sheet (at most {MOST}): name fewer")
    target = Path(output)
    if not ends_in(output, _ENDINGS):
        target = target / "covers.jpg"
    found, failed = {}, False
    with (
        reporting.progress(len(plan.jobs), "covers") as step,
        closing(draw_all(plan, project.folder)) as results,
    ):
        for job, made in results:
            step()
            if isinstance(made, PublishError):
                reporting.failure(made)
                failed = True
            elif made.pictures:
                found[job] = made
                for notice in made.notices:
                    reporting.line(str(notice))
    if found:
        rows = [Row(job.label, found[job].chosen, found[job].pictures) for job in plan.jobs if job in found]
        _write(target, contact_sheet(rows, styles.load(options.style)))
    return int(failed)


def _write(target: Path, picture: bytes) -> None:
    from publish.keep.files import write_atomically

    if target.suffix.lower() == ".png":
        from PIL import Image

        out = io.BytesIO()
        Image.open(io.BytesIO(picture)).save(out, "PNG", optimize=True)
        picture = out.getvalue()
    write_atomically(target, picture)
    reporting.line(f"made {target}", to=sys.stdout)
