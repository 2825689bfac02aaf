"""Visual similarity of two pictures."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PIL import Image, ImageMath

__all__ = ["ssim", "ssim_of"]


def ssim(first: Image.Image, second: Image.Image) -> float:
    """Mean structural similarity of luminance (Wang et al. 2004), in windows of 8 by 8 pixels."""
    return ssim_of(first.convert("L"), second.convert("L"))


def ssim_of(first: Image.Image, second: Image.Image) -> float:
    """The same of two pictures of one channel."""

    def mean(picture: Any) -> Any:
        return picture.reduce(8)

    def compute(text: Callable[[dict[str, Any]], Any], **values: Any) -> Any:
        return ImageMath.lambda_eval(text, **values)

    x, y = (picture.convert("F") for picture in (first, second))
    mx, my = mean(x), mean(y)
    xx, yy, xy = (mean(compute(lambda v: v["a"] * v["b"], a=a, b=b)) for a, b in ((x, x), (y, y), (x, y)))
    result = compute(
        lambda v: (2 * v["mx"] * v["my"] + 6.5025) * (2 * (v["xy"] - v["mx"] * v["my"]) + 58.5225)
        / ((v["mx"] * v["mx"] + v["my"] * v["my"] + 6.5025)
           * (v["xx"] - v["mx"] * v["mx"] + v["yy"] - v["my"] * v["my"] + 58.5225)),
        mx=mx, my=my, xx=xx, yy=yy, xy=xy,
    )  # fmt: skip
    values = list(result.get_flattened_data())
    return float(sum(values) / len(values))
