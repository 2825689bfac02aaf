"""Chromium shows our EPUBs in windows of 420 and 320 pixels, and with a reader's own rules at 200 %: no overflow, which a
paged reader would cut off, and centred lines stay centred.

`make readers` runs it; it needs Node and Chromium from the system. `SHOTS=folder` keeps screenshots.
"""

from __future__ import annotations

import json
import os
import subprocess
import zipfile
from pathlib import Path

from tools import MODULES, browser, node_modules

from publish.cli import main

WORD = "A_word_without_any_place_to_break_it_that_is_longer_than_any_line"
ADDRESS = f"https://www.example.org/{WORD.lower()}/{WORD.lower()}?query={WORD.lower()}"
SUM = " + ".join(f"a_{{{number}}} x^{{{number}}}" for number in range(14))
POST = f"""---
title: {WORD} and {ADDRESS}
author: {WORD}
description: {WORD}
---

Text {ADDRESS} and `{WORD}` and **{WORD}** and [{ADDRESS}]({ADDRESS}) and <kbd>{WORD}</kbd>.

## {WORD}

> > > > Quoted {WORD}

- one
  - two
    - three
      - four {WORD}

| Name | Value | `{WORD}` | Fourth | Fifth | Sixth | Seventh | Eighth | Ninth |
|---|---|---|---|---|---|---|---|---|
| {WORD} | `{WORD}` | {ADDRESS} | 1234567890 | 1234567890 | 1234567890 | 1234567890 | 1234567890 | 123456 |

| Key | Value |
|---|---|
| `{WORD}` | **{WORD}** and [{ADDRESS}]({ADDRESS}) |

```python
def {WORD.lower()}(one, two): return {WORD.lower()}
```

$$
{SUM}
$$

So $${SUM}$$ is a sum.

$$
\\begin{{pmatrix}} {" & ".join(map(str, range(30)))} \\end{{pmatrix}}
$$

{WORD}
: {WORD}

![{WORD}]({ADDRESS}.png)

[{WORD}](/{WORD}) and a note.[^1]

<figure><pre>{WORD}</pre><figcaption>{WORD}</figcaption></figure>

[^1]: {ADDRESS} {WORD}
"""


def documents(files: list[Path], folder: Path) -> list[str]:
    """Paths of all documents of some EPUBs, unpacked."""
    for file in files:
        with zipfile.ZipFile(file) as book:
            book.extractall(folder / file.stem)
    return sorted(map(str, folder.rglob("*.xhtml")))


def test_nothing_runs_over_the_edge(sample_epubs: list[Path], tmp_path: Path) -> None:
    node_modules()
    post = tmp_path / "2024-01-02-wide.md"
    post.write_text(POST, "utf-8")
    assert main(["epub", str(post), "--offline", "-q", "-o", str(tmp_path / "out")]) == 0
    pages = documents([*sample_epubs, *(tmp_path / "out").glob("*.epub")], tmp_path / "unpacked")
    command = ["node", "narrow.mjs", browser(), os.environ.get("SHOTS", "-"), *pages]
    run = subprocess.run(command, cwd=MODULES, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    seen = json.loads(run.stdout)
    assert len(seen) == 3 * len(pages)
    found = {(each["document"], each["width"]): each["over"] for each in seen if each["over"]}
    assert found == {}
    assert [each["document"] for each in seen if each["wide"] > each["width"]] == []
    assert {each["document"]: each["aside"] for each in seen if each["aside"]} == {}
