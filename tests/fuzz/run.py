"""Coverage-guided fuzzing of one stage with atheris: `python tests/fuzz/run.py markup -max_total_time=600`.

What libFuzzer takes as options goes to it. A finding is written as `crash-…` beside the corpus; keep it as a case of
`tests/hostile/corpus.py` once it is mended.
"""

from __future__ import annotations

import sys
from pathlib import Path

import atheris

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

with atheris.instrument_imports(include=["publish", "liquid", "frontmatter"]):
    from targets import TARGETS

SEEDS = ("tests/markup/cases/*.md", "tests/golden/*/**/*.md", "posts/**/*.md")
LENGTH = 4_096
"""Bytes of one input: what goes wrong with much of one thing is in `tests/hostile`."""
_WORDS = r"""
--- +++ ... title: date: author: tags: image: lang: null true {{ }} {% %} {%- endraw include if for assign
**  __ *a* _a_ ` ``` ~~~ ~~ [ ] ( ) ![ [^1] [^1]: [x]: {: }  {:toc} {::options {::nomarkdown} {:/} | |--| : : $$ \\ > # - 1.
<p> </p> <div> <b> <a <img src= href= javascript: data: style= class= onclick= id= <table> <tr> <td <ul> <li> <dl> <dd>
<script> </script> <style> <svg> </svg> <math> <text> <foreignObject> <iframe </iframe> <object <select> <textarea>
<title> <!-- --> <![CDATA[ ]]> <?x ?> &#0; &#x &amp; &nbsp; *[A]: <figure> <video <picture> <source <x-y <ruby> <plaintext>
"""


def main() -> None:
    """Run libFuzzer over one target with the project's own posts as seeds."""
    name, *options = sys.argv[1:]
    corpus = HERE.parents[1] / ".publish-fuzz" / name
    corpus.mkdir(parents=True, exist_ok=True)
    for number, path in enumerate(path for seed in SEEDS for path in sorted(HERE.parents[1].glob(seed))):
        (corpus / f"seed-{number:03d}").write_bytes(path.read_bytes()[:LENGTH])
    words = corpus.with_suffix(".dict")
    words.write_text("".join(f'"{_quoted(word)}"\n' for word in _WORDS.split()))
    arguments = [
        sys.argv[0],
        str(corpus),
        f"-dict={words}",
        f"-max_len={LENGTH}",
        "-timeout=60",
        "-rss_limit_mb=3000",
    ]
    target = TARGETS[name]
    prefix = f"-artifact_prefix={corpus.parent}/{name}-"
    atheris.Setup([*arguments, prefix, *options], lambda data: target(data) and None)  # type: ignore[no-untyped-call]  # it ships no types
    atheris.Fuzz()


def _quoted(word: str) -> str:
    return word.replace("\\", "\\\\").replace('"', '\\"')


if __name__ == "__main__":
    main()
