"""Drawings of the kinds that people make, drawn by us and by Chromium: they look alike.

Most are written after the habits of the programs whose names they have; Graphviz, Matplotlib and Mermaid made theirs.
"""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
from base64 import b64encode
from collections.abc import Mapping
from pathlib import Path

import pytest
from lxml import etree
from PIL import Image, ImageFilter
from similarity import ssim_of

from publish.fonts import faces
from publish.images import svg

FILES = sorted((Path(__file__).parent / "drawings").glob("*.svg"))
SHARP = 2
COLUMN = 7_000
LEAST = {"dvisvgm-font": 0.75, "foreign-object": 0.8, "css-clip-transform": 0.8}
"""Drawings that differ for a reason: a font that its drawing brings, HTML's lists and lines, a shape as `clip-path`."""
OURS = {
    "Source Sans 3": ("sans-serif", "Helvetica", "Arial", "Verdana", "DejaVu Sans", "Trebuchet MS", "Times New Roman"),
    "Source Serif 4": ("serif", "Georgia", "Times"),
    "Source Code Pro": ("monospace", "Courier New"),
}  # fmt: skip
"""Fonts that stand for others in both. Times New Roman is the one that Chromium takes where a drawing asks for none."""


def _settings(folder: Path) -> Path:
    """The settings of fontconfig with our fonts, also for other names."""
    for face in faces.FACES:
        if face.name.startswith(("sans-", "serif-", "code-")) and "letters" not in face.name:
            (folder / face.name).write_bytes(faces.data(face))
    rules = "".join(
        f'<match><test name="family"><string>{name}</string></test>'
        f'<edit name="family" mode="assign" binding="strong"><string>{family}</string></edit></match>'
        for family, names in OURS.items()
        for name in names
    )
    file = folder / "fonts.conf"
    file.write_text(
        f"<fontconfig><dir>{folder}</dir><dir>/usr/share/fonts</dir><cachedir>{folder}/cache</cachedir>{rules}</fontconfig>"
    )
    return file


def _shown(file: Path, style: str) -> str:
    """HTML that shows a drawing, as an image when it is XML. An image's animations would stand at their start."""
    text = re.sub(r"animation:[^;}]*;?", "", file.read_text())
    try:
        etree.fromstring(text.encode())
    except etree.XMLSyntaxError:
        return f'<div style="{style}">{text}</div>'
    return f'<img style="{style}" src="data:image/svg+xml;base64,{b64encode(text.encode()).decode()}">'


def _by_chromium(
    sizes: Mapping[Path, tuple[int, int]], program: str, folder: Path
) -> Mapping[Path, Image.Image]:
    left = top = widest = 0
    page, boxes = "<meta charset=utf-8><body style='margin:0; background:white'>", {}
    for file, (width, height) in sizes.items():
        if top + height > COLUMN:
            left, top, widest = left + widest, 0, 0
        boxes[file] = SHARP * left, SHARP * top, SHARP * (left + width), SHARP * (top + height)
        page += _shown(
            file, f"position:absolute; left:{left}px; top:{top}px; width:{width}px; height:{height}px"
        )
        top, widest = top + height, max(widest, width)
    (folder / "page.html").write_text(page)
    command = [program, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", f"--user-data-dir={folder}/user",
               f"--window-size={left + widest},{COLUMN}", f"--force-device-scale-factor={SHARP}",
               f"--screenshot={folder}/page.png", (folder / "page.html").as_uri()]  # fmt: skip
    environment = {**os.environ, "FONTCONFIG_FILE": str(_settings(folder))}
    subprocess.run(command, env=environment, capture_output=True, timeout=120, check=True)
    with Image.open(folder / "page.png") as opened:
        whole = opened.convert("RGB")
    return {file: whole.crop(box) for file, box in boxes.items()}


def _alike(first: Image.Image, second: Image.Image) -> float:
    """Likeness of the channel that differs most, without the last grain."""
    small = [
        each.resize(tuple(side // SHARP for side in first.size)).filter(ImageFilter.GaussianBlur(1.5)).split()
        for each in (first, second)
    ]
    return min(ssim_of(a, b) for a, b in zip(*small, strict=True))


def test_drawings_look_as_in_a_browser(tmp_path: Path) -> None:
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if program is None:
        pytest.skip("no Chromium")
    assert len(FILES) >= 50
    sizes = {file: svg.seen_size(file.read_bytes()) for file in FILES}
    theirs = _by_chromium(sizes, program, tmp_path)
    found = {}
    for file, (width, height) in sizes.items():
        drawn = svg.draw(file.read_bytes(), 4_000, 16_000_000)
        with Image.open(io.BytesIO(drawn.png)) as opened:
            ours = opened.convert("RGB").resize((SHARP * width, SHARP * height), Image.Resampling.LANCZOS)
        found[file.stem] = _alike(ours, theirs[file])
    worst = sorted(found.items(), key=lambda pair: pair[1])[:8]
    assert [(name, like) for name, like in worst if like < LEAST.get(name, 0.87)] == [], worst
    assert sum(found.values()) / len(found) > 0.97, worst
