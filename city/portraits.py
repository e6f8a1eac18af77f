"""Portraits of people who do not exist, drawn by code: what somebody of the city hands in for a card.

The same seed draws the same picture. A portrait says where its head is, so that whoever judges it can be judged.
"""

import io
import random
from dataclasses import dataclass
from typing import Final

from PIL import Image, ImageChops, ImageDraw

Colour = tuple[int, int, int]

SKINS: Final[tuple[Colour, ...]] = ((238, 203, 176), (226, 186, 155), (205, 160, 128), (160, 114, 84), (110, 74, 54))
HAIRS: Final[tuple[Colour, ...]] = ((28, 24, 24), (44, 34, 30), (70, 52, 42), (96, 92, 92))
TOPS: Final[tuple[Colour, ...]] = ((26, 32, 52), (52, 54, 60), (36, 66, 60), (90, 30, 40), (24, 24, 26))
WHITE: Final[Colour] = (250, 250, 250)
_FINE: Final = 2
"""Drawn so much larger than wanted, then reduced: edges like those of a lens."""
_GRAIN: Final = 14
_LONG_HAIRED, _WITH_GLASSES, _BALD = 0.4, 0.3, 0.05


@dataclass(frozen=True)
class Portrait:
    """How somebody stands in the picture; lengths as shares of its width (``across``) or height (``down``).

    ``head`` is the width of the head, ``across`` its middle, ``down`` its top. ``long_hair``, ``glasses``, ``bald``:
    what people look like. ``grain`` is the noise of the camera in levels.
    """

    width: int = 358
    height: int = 441
    skin: Colour = SKINS[0]
    hair: Colour = HAIRS[0]
    top: Colour = TOPS[0]
    background: Colour = WHITE
    head: float = 0.5
    across: float = 0.5
    down: float = 0.1
    long_hair: bool = False
    glasses: bool = False
    bald: bool = False
    grain: int = _GRAIN
    seed: int = 0


def of_seed(seed: int, width: int = 358, height: int = 441) -> Portrait:
    """Somebody: looks and posture follow from ``seed``."""
    draw = random.Random(f"portrait {seed}")
    return Portrait(
        width=width,
        height=height,
        skin=draw.choice(SKINS),
        hair=draw.choice(HAIRS),
        top=draw.choice(TOPS),
        head=draw.uniform(0.46, 0.56),
        across=draw.uniform(0.48, 0.52),
        down=draw.uniform(0.07, 0.13),
        long_hair=draw.random() < _LONG_HAIRED,
        glasses=draw.random() < _WITH_GLASSES,
        bald=draw.random() < _BALD,
        seed=seed,
    )


def picture(portrait: Portrait) -> Image.Image:
    """The portrait as a picture in RGB."""
    image = Image.new("RGB", (portrait.width * _FINE, portrait.height * _FINE), portrait.background)
    pen = ImageDraw.Draw(image)
    paint(pen, portrait, scale=_FINE)
    return grainy(image.reduce(_FINE), portrait.grain, portrait.seed)


def jpeg(portrait: Portrait, quality: int = 92) -> bytes:
    """The portrait as a JPEG file."""
    target = io.BytesIO()
    picture(portrait).save(target, format="JPEG", quality=quality, dpi=(350, 350))
    return target.getvalue()


def paint(pen: ImageDraw.ImageDraw, portrait: Portrait, *, scale: float = 1) -> None:
    """Draw the person with ``pen`` into a picture of the portrait's size times ``scale``."""
    across, down = portrait.across * portrait.width * scale, portrait.down * portrait.height * scale
    head = portrait.head * portrait.width * scale
    bottom = max(portrait.height * scale, down + 2.2 * head)
    _body(pen, portrait, (across, down, head), bottom)
    _head(pen, portrait, (across, down, head))


def _box(middle: float, top: float, wide: float, high: float) -> tuple[float, float, float, float]:
    return middle - wide / 2, top, middle + wide / 2, top + high


def _shade(colour: Colour, share: float) -> Colour:
    red, green, blue = (min(255, int(level * share)) for level in colour)
    return red, green, blue


Place = tuple[float, float, float]
"""Middle of the head, its top, its width."""


def _body(pen: ImageDraw.ImageDraw, portrait: Portrait, place: Place, bottom: float) -> None:
    across, down, head = place
    if portrait.long_hair and not portrait.bald:
        pen.rounded_rectangle(_box(across, down + 0.4 * head, 1.02 * head, 1.25 * head), head / 4, portrait.hair)
    shoulders = down + 1.5 * head
    pen.rounded_rectangle(_box(across, shoulders, 1.9 * head, bottom - shoulders + head), head / 2.2, portrait.top)
    pen.rectangle(_box(across, down + 1.1 * head, 0.44 * head, 0.5 * head), _shade(portrait.skin, 0.9))
    collar = [(across - 0.3 * head, shoulders), (across, shoulders + 0.42 * head), (across + 0.3 * head, shoulders)]
    pen.polygon(collar, _shade(portrait.skin, 0.86))
    pen.line([*collar[:2]], (240, 240, 244), max(2, int(head / 22)))
    pen.line([*collar[1:]], (240, 240, 244), max(2, int(head / 22)))


def _head(pen: ImageDraw.ImageDraw, portrait: Portrait, place: Place) -> None:
    across, down, head = place
    skin = portrait.skin
    if not portrait.bald:
        pen.ellipse(_box(across, down, head, 1.1 * head), portrait.hair)
    for side in (-1, 1):
        pen.ellipse(_box(across + side * 0.47 * head, down + 0.6 * head, 0.12 * head, 0.26 * head), _shade(skin, 0.92))
    pen.ellipse(_box(across, down + (0 if portrait.bald else 0.16 * head), 0.9 * head, 1.18 * head), skin)
    if not portrait.bald:
        pen.chord(_box(across, down + 0.05 * head, 0.92 * head, 0.62 * head), 180, 360, portrait.hair)
    _features(pen, portrait, place)


def _features(pen: ImageDraw.ImageDraw, portrait: Portrait, place: Place) -> None:
    across, down, head = place
    thin = max(1, int(head / 40))
    for side in (-1, 1):
        eye = across + side * 0.2 * head
        pen.ellipse(_box(eye, down + 0.62 * head, 0.17 * head, 0.075 * head), (245, 244, 242))
        pen.ellipse(_box(eye, down + 0.615 * head, 0.08 * head, 0.085 * head), (30, 22, 20))
        pen.line(
            [(eye - 0.11 * head, down + 0.56 * head), (eye + 0.11 * head, down + 0.555 * head)], portrait.hair, 2 * thin
        )
        if portrait.glasses:
            pen.ellipse(_box(eye, down + 0.56 * head, 0.28 * head, 0.2 * head), None, (40, 40, 44), thin)
    pen.line(
        [(across - 0.02 * head, down + 0.68 * head), (across - 0.05 * head, down + 0.86 * head)],
        _shade(portrait.skin, 0.75),
        thin,
    )
    pen.line(
        [(across - 0.05 * head, down + 0.87 * head), (across + 0.05 * head, down + 0.87 * head)],
        _shade(portrait.skin, 0.7),
        thin,
    )
    pen.chord(_box(across, down + 0.93 * head, 0.3 * head, 0.12 * head), 0, 180, (176, 84, 80))


def grainy(image: Image.Image, levels: int, seed: int) -> Image.Image:
    """A picture in RGB with the noise of a camera, up to so many levels."""
    if not levels:
        return image
    grain = random.Random(f"grain {seed}").randbytes(image.width * image.height)
    weaker = [128 + (one - 128) * levels // 255 for one in range(256)]
    noise = Image.frombytes("L", image.size, grain).point(weaker)
    return ImageChops.add(image, Image.merge("RGB", [noise] * 3), 1, -128)
