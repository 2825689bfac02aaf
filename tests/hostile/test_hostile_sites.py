"""Hostile sites around a post: includes, lists of files and folders that settings name leak nothing and are bounded."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from book_looks import CANARY, look_at_html
from corpus import body
from processes import within

from publish.cli import main

Run = Callable[[dict[str, str], str], str]
SECONDS = 60
"""Longest time that one small post may take."""


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """Builds one post of a site of these files, with canaries around it: what the command says."""
    site = tmp_path / "site"
    (site / "_posts").mkdir(parents=True)
    (site / "_includes").mkdir()
    outside = tmp_path / "outside"
    outside.mkdir()
    for name in ("secret.txt", "secret.html", "secret.yml", "2020-01-01-secret.md"):
        (outside / name).write_text(f"---\ntitle: {CANARY}\n---\n{CANARY}\n")
    (site / "_includes/out").symlink_to(outside)
    (site / "_includes/secret.html").symlink_to(outside / "secret.html")
    (site / "_includes/round.html").symlink_to("round.html")
    (site / "_posts/2020-01-02-secret.md").symlink_to(outside / "2020-01-01-secret.md")
    os.mkfifo(site / "_includes/fifo.html")
    monkeypatch.chdir(site)

    def command(files: dict[str, str], text: str) -> str:
        for name, words in {"_config.yml": "title: T\n", **files}.items():
            Path(name).parent.mkdir(parents=True, exist_ok=True)
            Path(name).write_text(words)
        Path("_posts/2020-01-03-a.md").write_bytes(body(text))
        capfd.readouterr()
        with within(SECONDS):
            main(["html", "_posts/2020-01-03-a.md", "--offline", "-j", "1", "--timeout", str(10 * SECONDS)])
        said = capfd.readouterr().err
        for wrong in ("Traceback", "internal error", "not finished after", CANARY):
            assert wrong not in said
        if Path("build/2020-01-03-a.html").exists():
            look_at_html(Path("build/2020-01-03-a.html"), ["Harmless"])
        else:
            assert "error: " in said
        return said

    return command


CHAIN = {f"_includes/{n}.html": f"{{% include {n + 1}.html x=include %}}" for n in range(300)}
WIDE = {f"_includes/{n}.html": f"{{% include {n + 1}.html %}}" * 9 for n in range(9)}
OUTSIDE = ("../../outside/secret.html", "/etc/passwd", "out/secret.html", "secret.html", "..%2f..%2foutside/secret.html",
           "./../../outside/secret.html", "round.html", "fifo.html", "out/../../../outside/secret.txt")  # fmt: skip


@pytest.mark.parametrize("name", OUTSIDE)
def test_includes_from_outside(run: Run, name: str) -> None:
    ways = (f"{{% include {name} %}}", f"{{% include_cached {name} %}}", f"{{% include_relative {name} %}}",
            f"{{% assign n = '{name}' %}}{{% include {{{{ n }}}} %}}", f"{{% include {{{{ '{name}' | append: '' }}}} %}}",
            f"{{% render '{name}' %}}", f"{{% link {name} %}}")  # fmt: skip
    run({}, "\n\n".join(ways))


@pytest.mark.parametrize(
    "files",
    [
        CHAIN,
        WIDE,
        {"_includes/0.html": "{% include 0.html %}"},
        {"_includes/0.html": "{% include 1.html %}", "_includes/1.html": "{% include {{ '0.html' }} %}"},
        {"_includes/0.html": "{% include_cached 0.html a=include.a %}"},
        {"_includes/0.html": "x" * (2 << 20)},
        {"_includes/0.html": "{% for i in (1..999) %}{% include 1.html %}{% endfor %}", "_includes/1.html": "y" * 99_999},
        {"_includes/0.html": "{{ page.content }}{{ content }}{% include {{ page.path }} %}"},
        {"_includes/0.html": "{% highlight x %}{% include 0.html %}{% endhighlight %}"},
    ],
    ids=["chain", "wide", "itself", "circle", "cached", "huge", "many", "page", "code"],
)  # fmt: skip
def test_includes_without_end(run: Run, files: dict[str, str]) -> None:
    run(files, "{% include 0.html %}")


@pytest.mark.parametrize(
    "text",
    [
        "{% include gone.html url='javascript:alert(1)' text='Go' %}{% include gone.html link='//127.0.0.1' text='Go' %}",
        "{% include quote.html quote='<script>alert(1)</script>' cite='<img src=x onerror=alert(1)>' %}",
        "{% include youtube-x.html id='\"><script>alert(1)</script>' %}{% include vimeo.html id='javascript:alert(1)' %}",
        "{% include img-x.html src='../../outside/secret.png' alt='\" onerror=\"alert(1)' %}",
        "{% include img-x.html src='file:///etc/passwd.png' %}{% include img-x.html src='http://127.0.0.1/x.png' %}",
        f"{{% include gone.html text='{'x ' * 2_000}' %}}",
        "{% gone '<script>alert(1)</script> x' javascript:alert(1) %}{% gone ![x](javascript:alert(1).png) %}",
        '{% gone https://x.example/"onload=alert(1) %}{% youtube-gone javascript:alert(1) %}',
        "{% gone " + "a='b' " * 800 + "%}",
        "{% gone " + "'a b" * 1_000 + "%}",
        "{% sidenote 'a' '<script>alert(1)</script>' %}{% maincolumn 'javascript:alert(1)' '<b onclick=alert(1)>x' %}",
        "{% epigraph '<script>alert(1)</script>' %}{% quote x | %}y{% endquote %}{% spoiler <script> %}z{% endspoiler %}",
        "{% note title:'<img src=x onerror=alert(1)>' %}x{% endnote %}" + "{% note %}" * 1_000,
        "{% gone %}" * 3_000 + "{% endgone %}" * 3_000,
    ],
    ids=range(14),
)
def test_what_lost_includes_and_tags_are_given(run: Run, text: str) -> None:
    run({}, text)


@pytest.mark.parametrize(
    ("config", "text"),
    [
        ("source: ../outside", "{{ site.data.secret }}"),
        ("source: ..", "{% include outside/secret.html %}{{ site.static_files | map: 'path' | join }}"),
        ("data_dir: ../outside", "{{ site.data.secret | jsonify }}"),
        ("includes_dir: ../outside", "{% include secret.html %}"),
        ("includes_dir: _includes/out", "{% include secret.html %}"),
        ("collections_dir: ../..\ncollections: {outside: {output: true}}", "{{ site.outside | jsonify }}{{ site.documents | jsonify }}"),
        ("collections: {'../../outside': {}}", "{{ site.collections | jsonify }}{{ site['../../outside'] | jsonify }}"),
        ("collections: {data: {}, posts: {}}", "{{ site.data | jsonify }}"),
        ("title: T", "{{ site.posts | jsonify }}{{ site.pages | jsonify }}{% post_url 2020-01-02-secret %}"),
        ("title: T", "{% for p in site.posts %}{{ p.content }}{{ p.excerpt }}{{ p.next.excerpt }}{% endfor %}"),
        ("title: T", "{{ site | jsonify }}{{ page | jsonify }}{{ jekyll | inspect }}"),
    ],
    ids=range(11),
)  # fmt: skip
def test_lists_and_folders_of_a_site(run: Run, config: str, text: str) -> None:
    run({"_config.yml": f"{config}\n", "b.md": "---\ntitle: B\n---\n{% include secret.html %}\n"}, text)


def test_a_site_of_very_many_files(run: Run) -> None:
    many = {f"assets/{n}.txt": "" for n in range(3_000)}
    run(
        many,
        "{{ site.static_files | size }} {% for i in (1..99) %}{{ site.pages.size }}{{ site.documents.size }}{% endfor %}",
    )
