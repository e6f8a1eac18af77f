"""Where somebody stands before a plain background: no face is recognised, only what differs from the background."""

from dataclasses import dataclass
from typing import Final

from PIL import Image, ImageChops, ImageFilter

from shebao.documents.photos import looks

THUMB: Final = 200
"""The longer side of the picture on which figures are looked for."""
_TOP_STRIP: Final = 0.05
_CORNER: Final = 0.3
"""How far from the sides the strip along the top is background; between, a head may reach up to the rim."""
_SIDE_STRIP: Final = 0.05
_SIDES_DOWN: Final = 0.4
_APART: Final = 30
"""Levels by which a pixel differs from the background to be part of the figure."""
_RUN: Final = 0.06
"""Share of the width from which on a run of pixels is part of somebody and no speck."""
_LEAST_FACE: Final = 3
_TOP_ROWS: Final = 3
"""So many rows of somebody in a row are no hair that stands up."""
_BOTTOM: Final = 0.92
_TWICE: Final = 1 / 3
_WIDENINGS: Final = 8
_HEAD_DOWN: Final = 0.9
"""The widest part of a head lies within so many of its widths below its top; shoulders begin lower."""

Run = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Background:
    """Colour in RGB, and the share of its pixels that differ from it."""

    colour: tuple[int, int, int]
    uneven: float

    @property
    def darkest(self) -> int:
        """The weakest of red, green and blue: high only for white."""
        return min(self.colour)

    @property
    def tint(self) -> int:
        """How far from grey, in levels."""
        return max(self.colour) - min(self.colour)


@dataclass(frozen=True, slots=True)
class Figure:
    """Somebody, as shares of the width (``left``, ``right``, ``head``) and the height (``top``) of the picture.

    ``head`` is the widest of the head, ``left`` and ``right`` its sides, ``lowest`` how wide the figure is at the
    bottom, ``skin`` how much of the middle of the face has the colour of skin, ``second`` whether two heads stand side
    by side, ``covers`` the share of the picture.
    """

    left: float
    right: float
    top: float
    lowest: float
    skin: float
    second: bool
    covers: float

    @property
    def head(self) -> float:
        """Width of the head."""
        return self.right - self.left

    @property
    def middle(self) -> float:
        """The middle of the head across."""
        return (self.left + self.right) / 2


def thumb_of(image: Image.Image) -> Image.Image:
    """The picture small, its noise levelled."""
    share = THUMB / max(image.size)
    size = max(8, round(image.width * share)), max(8, round(image.height * share))
    return image.resize(size, Image.Resampling.BOX, reducing_gap=2.0)


def background_of(thumb: Image.Image) -> Background:
    """What is beside a head: the corners above and the strips along the upper sides."""
    width, height = thumb.size
    side, down = max(2, round(width * _SIDE_STRIP)), round(height * _SIDES_DOWN)
    corner, strip = round(width * _CORNER), max(2, round(height * _TOP_STRIP))
    boxes = (
        (0, 0, corner, strip),
        (width - corner, 0, width, strip),
        (0, strip, side, down),
        (width - side, strip, width, down),
    )
    pieces = [thumb.crop(box) for box in boxes]
    colour = looks.median_colour(pieces)
    masks = [_differs(piece, colour) for piece in pieces]
    areas = [mask.width * mask.height for mask in masks]
    differing = sum(looks.share_of(mask) * area for mask, area in zip(masks, areas, strict=True))
    return Background(colour, differing / sum(areas))


def figure_of(thumb: Image.Image, background: Background) -> Figure | None:
    """Somebody before the background; None if nothing stands out from it."""
    mask = _differs(thumb, background.colour).filter(ImageFilter.MedianFilter(3))
    width, height = mask.size
    rows = _rows(mask)
    top = next((y for y in range(height - _TOP_ROWS) if all(rows[y : y + _TOP_ROWS])), None)
    if top is None:
        return None
    left, right = _head(rows, top, width)
    lowest = [run for line in rows[round(height * _BOTTOM) :] for run in line]
    return Figure(
        left=left / width,
        right=right / width,
        top=top / height,
        lowest=(max(last for _, last in lowest) - min(first for first, _ in lowest)) / width if lowest else 0.0,
        skin=_skin(thumb, (left, top, right)),
        second=_is_second(rows[top : top + round(1.2 * (right - left))], right - left),
        covers=looks.share_of(mask),
    )


def _differs(piece: Image.Image, colour: tuple[int, int, int]) -> Image.Image:
    apart = ImageChops.difference(piece, Image.new("RGB", piece.size, colour)).split()
    most = ImageChops.lighter(ImageChops.lighter(apart[0], apart[1]), apart[2])
    return most.point([255 if level > _APART else 0 for level in range(looks.LEVELS)])


def _rows(mask: Image.Image) -> list[list[Run]]:
    """Row by row, where the figure begins and ends; specks left out."""
    width, height = mask.size
    content, least = mask.tobytes(), max(2, round(width * _RUN))
    return [_runs(content[y * width : (y + 1) * width], least) for y in range(height)]


def _runs(row: bytes, least: int) -> list[Run]:
    runs, start = [], row.find(b"\xff")
    while start >= 0:
        end = row.find(b"\x00", start)
        end = len(row) if end < 0 else end
        if end - start >= least:
            runs.append((start, end))
        start = row.find(b"\xff", end)
    return runs


def _head(rows: list[list[Run]], top: int, width: int) -> Run:
    """From where to where the head reaches: as wide as the rows below its top that a head of that width has."""
    first, last = rows[top][0]
    for _ in range(_WIDENINGS):
        deep = top + max(3, round((last - first) * _HEAD_DOWN))
        runs = [_nearest(line, (first + last) / 2) for line in rows[top:deep] if line]
        wider = min(run[0] for run in runs), max(run[1] for run in runs)
        if wider == (first, last):
            break
        first, last = wider
    return first, min(last, width)


def _nearest(line: list[Run], middle: float) -> Run:
    return min(line, key=lambda run: abs((run[0] + run[1]) / 2 - middle))


def _skin(thumb: Image.Image, place: tuple[int, int, int]) -> float:
    """The share of skin in the middle of the face."""
    left, top, right = place
    wide = right - left
    box = (
        round(left + 0.25 * wide),
        round(top + 0.4 * wide),
        round(right - 0.25 * wide),
        min(thumb.height, round(top + 1.1 * wide)),
    )
    if min(box[2] - box[0], box[3] - box[1]) < _LEAST_FACE:
        return 0.0
    return looks.share_of(looks.skin_mask(thumb.crop(box)))


def _is_second(lines: list[list[Run]], head: int) -> bool:
    """Whether most rows at the height of the head hold another run that is nearly as wide."""
    twice = sum(1 for line in lines if sum(last - first >= 0.5 * head for first, last in line) > 1)
    return twice > len(lines) * _TWICE
