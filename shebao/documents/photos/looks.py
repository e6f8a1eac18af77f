"""Light, colour and sharpness of a picture, measured on Pillow's own histograms and filters."""

from collections.abc import Sequence
from typing import Final

from PIL import Image, ImageChops

LEVELS: Final = 256
_NEUTRAL: Final = 128
_COLOURLESS: Final = 8
"""So far from neutral, in levels of YCbCr, a pixel has a colour; JPEG blurs less than that into grey."""
_EDGES: Final = 0.996
"""The share of pixels with weaker edges: outlines of head and shoulders are the rest."""
_STEP: Final = 2
_GRAINS: Final = 2
"""How many times the step that is usual in a picture, which is its noise, does not count as an outline."""
_RED_BLOOD: Final = (77, 131), (132, 176)
"""Where skin of every tone lies in Cb and Cr."""


def percentile(histogram: Sequence[int], share: float) -> int:
    """The level that this share of the pixels of one channel does not exceed; 0 if there are none."""
    wanted, seen = share * sum(histogram), 0
    for level, count in enumerate(histogram):
        seen += count
        if seen >= wanted and seen:
            return level
    return 0


def median_colour(pieces: Sequence[Image.Image]) -> tuple[int, int, int]:
    """The middle red, green and blue of pieces in RGB."""
    totals = [0] * (3 * LEVELS)
    for piece in pieces:
        totals = [total + more for total, more in zip(totals, piece.histogram(), strict=True)]
    red, green, blue = (percentile(totals[start : start + LEVELS], 0.5) for start in range(0, 3 * LEVELS, LEVELS))
    return red, green, blue


def share_of(mask: Image.Image) -> float:
    """How much of a mask is set, 0 to 1."""
    histogram = mask.histogram()
    return 1 - histogram[0] / max(1, sum(histogram))


def colour_share(image: Image.Image) -> float:
    """How much of a picture has a colour, 0 to 1; black and white pictures have next to none."""
    _, blue, red = image.convert("YCbCr").split()
    outside = [255 if abs(level - _NEUTRAL) > _COLOURLESS else 0 for level in range(LEVELS)]
    return share_of(ImageChops.lighter(blue.point(outside), red.point(outside)))


def skin_mask(image: Image.Image) -> Image.Image:
    """The pixels that may be skin."""
    _, *chroma = image.convert("YCbCr").split()
    within = [
        channel.point([255 if low <= level <= high else 0 for level in range(LEVELS)])
        for channel, (low, high) in zip(chroma, _RED_BLOOD, strict=True)
    ]
    return ImageChops.darker(*within)


def sharpness(grey: Image.Image) -> float:
    """How steep the steepest outlines are, as a share of the whole contrast: about 1 when sharp, near 0 when blurred.

    Measured across and down; the weaker one counts, because a hand that shakes blurs one direction only.
    """
    histogram = grey.histogram()
    contrast = percentile(histogram, 0.99) - percentile(histogram, 0.01)
    if not contrast:
        return 0.0
    steps = (_steepest(grey, _STEP, 0), _steepest(grey, 0, _STEP))
    return min(1.0, min(steps) / contrast)


def _steepest(grey: Image.Image, across: int, down: int) -> int:
    width, height = grey.size
    first = grey.crop((0, 0, width - across, height - down))
    second = grey.crop((across, down, width, height))
    steps = ImageChops.difference(first, second).histogram()
    return max(0, percentile(steps, _EDGES) - _GRAINS * percentile(steps, 0.5))
