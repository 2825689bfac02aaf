"""A month of posts with pictures: the size of pictures in books compared with the originals, and their visual
similarity.

    python benchmarks/pictures.py FOLDER [PICTURES_A_POST]

FOLDER has photographs, of any size and format that posts may show. The similarity (SSIM) is to the original at the
book's size: of the luminance, and of the two channels of colour; 1 is the same.
"""

from __future__ import annotations

import io
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from statistics import mean

import pikepdf
from PIL import Image, ImageOps

sys.path.append(str(Path(__file__).resolve().parents[1] / "tests"))
from similarity import ssim_of

from publish.images.profiles import PROFILES
from publish.images.transcode import transcode
from publish.model import Limits

ENDINGS = {".jpg", ".jpeg", ".png", ".webp", ".avif", ".bmp", ".tif", ".tiff"}
LIMITS = Limits(image_pixels=200_000_000)
WORDS = "Most writing about distribution assumes a wire; this month was carried by hand. " * 12


def main() -> None:
    if len(sys.argv) < 2:
        raise SystemExit(__doc__)
    files = sorted(path for path in Path(sys.argv[1]).rglob("*") if path.suffix.lower() in ENDINGS)
    a_post = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    original = sum(path.stat().st_size for path in files)
    posts = -(-len(files) // a_post)
    print(f"{len(files)} pictures in {posts} posts, {original / 1e6:.1f} MB as they came")
    print("profile  pictures          EPUBs     PDFs      SSIM of luminance    of colour")
    for profile in PROFILES:
        sizes = built(files, a_post, profile)
        alike = [similarity(path.read_bytes(), profile) for path in files]
        light, colour = ([each[part] for each in alike] for part in (0, 1))
        share = f"({sizes[0] / original:.0%})"
        print(
            f"{profile:7}  {sizes[0] / 1e6:5.1f} MB {share:6}  {sizes[1] / 1e6:5.1f} MB  {sizes[2] / 1e6:5.1f} MB  "
            f"{mean(light):.3f} (least {min(light):.3f})  {mean(colour):.3f} (least {min(colour):.3f})"
        )


def built(files: list[Path], a_post: int, profile: str) -> tuple[int, int, int]:
    """Bytes of the pictures in the EPUBs, of the EPUBs, and of the PDFs of a month."""
    with tempfile.TemporaryDirectory() as name:
        project = Path(name)
        (project / "posts").mkdir()
        (project / "publish.toml").write_text(f"[limits]\nimage_pixels = {LIMITS.image_pixels}\n")
        for number, start in enumerate(range(0, len(files), a_post), start=1):
            lines = [f"---\ntitle: Day {number}\ndate: 2026-05-{number % 28 + 1:02}\n---\n{WORDS}\n"]
            for path in files[start : start + a_post]:
                (project / "posts" / path.name).write_bytes(path.read_bytes())
                lines.append(f"![A view]({path.name.replace(' ', '%20')})\n\n{WORDS}\n")
            (project / "posts" / f"{number:03}.md").write_text("\n".join(lines))
        for kind in ("epub", "pdf"):
            command = [sys.executable, "-m", "publish", kind, "-q", "--profile", profile, "--timeout", "600"]
            subprocess.run(command, cwd=project, check=True)
        epubs, pdfs = (sorted((project / "build").glob(f"*.{kind}")) for kind in ("epub", "pdf"))
        for path in pdfs:
            with pikepdf.open(path) as book:
                assert book.pages
        pictures = 0
        for path in epubs:
            with zipfile.ZipFile(path) as book:
                shown = (info for info in book.infolist() if info.filename.startswith("EPUB/images/"))
                pictures += sum(info.file_size for info in shown if "cover" not in info.filename)
        sizes = [sum(path.stat().st_size for path in kind) for kind in (epubs, pdfs)]
        return pictures, sizes[0], sizes[1]


def similarity(data: bytes, profile: str) -> tuple[float, float]:
    """SSIM of the luminance, and the mean of the two channels of colour; grey has none to compare."""
    image = transcode(data, "", LIMITS, PROFILES[profile])
    with Image.open(io.BytesIO(image.data)) as made, Image.open(io.BytesIO(data)) as given:
        whole = (ImageOps.exif_transpose(given) or given).convert("RGB")
        size = whole.resize(made.size, Image.Resampling.LANCZOS)
        bands = [each.convert("RGB").convert("YCbCr").split() for each in (made, size)]
    light, *colour = (ssim_of(first, second) for first, second in zip(*bands, strict=True))
    return light, 1.0 if PROFILES[profile].grey else mean(colour)


if __name__ == "__main__":
    main()
