"""Which part of a photo becomes the card's picture."""

from dataclasses import dataclass
from typing import Final

from shebao.documents.photos.figure import Figure
from shebao.law.card_photos import PhotoSpec

_SAME_SHAPE: Final = 0.02
"""By so much the shape of a photo may differ from that of the card and still be taken whole but for a rim."""
_HEAD: Final = 0.55
"""How much of the width the head should take where there is a choice."""
_LEAST_HEAD: Final = 0.36
_ABOVE: Final = 0.1
"""How much of the height should be free above the head where there is a choice."""
_MOST_ABOVE: Final = 0.24


@dataclass(frozen=True, slots=True)
class Crop:
    """A part of a picture, in its pixels."""

    left: float
    top: float
    width: float
    height: float

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, right, bottom."""
        return self.left, self.top, self.left + self.width, self.top + self.height


def crop_of(size: tuple[int, int], figure: Figure | None, spec: PhotoSpec, reduced: float) -> Crop:
    """The part of a picture of this size that has the shape of the card and shows the figure best.

    As much of the photo as possible; less where the head would be small or stand low, and enough pixels are left:
    one of the picture stands for ``reduced`` of the photo along one side.
    """
    width, height = size
    shape = spec.width / spec.height
    whole = _largest(width, height, figure, shape)
    if figure is None or not _is_loose(width, height, figure, whole):
        return whole
    closer = _around(width, height, figure, shape)
    left, top, right, bottom = closer.box
    fits = left >= 0 and top >= 0 and right <= width and bottom <= height
    return closer if fits and spec.width / reduced <= closer.width < whole.width else whole


def _largest(width: int, height: int, figure: Figure | None, shape: float) -> Crop:
    if width / height > shape:
        wide = height * shape
        middle = figure.middle * width if figure and width / height > shape * (1 + _SAME_SHAPE) else width / 2
        return Crop(_within(middle - wide / 2, width - wide), 0, wide, height)
    high = width / shape
    top = figure.top * height - _ABOVE * high if figure and width / height < shape * (1 - _SAME_SHAPE) else 0
    return Crop(0, _within(top, height - high), width, high)


def _within(start: float, most: float) -> float:
    return min(max(0.0, start), max(0.0, most))


def _is_loose(width: int, height: int, figure: Figure, crop: Crop) -> bool:
    above = (figure.top * height - crop.top) / crop.height
    return figure.head * width / crop.width < _LEAST_HEAD or above > _MOST_ABOVE


def _around(width: int, height: int, figure: Figure, shape: float) -> Crop:
    wide = figure.head * width / _HEAD
    high = wide / shape
    return Crop(figure.middle * width - wide / 2, figure.top * height - _ABOVE * high, wide, high)
