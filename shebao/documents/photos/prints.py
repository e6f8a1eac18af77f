"""The pictures that come out of a photo: the one for the card maker, and two to look at."""

import io
from typing import Final

from PIL import Image, ImageDraw

from shebao.documents.photos.framing import Crop
from shebao.documents.photos.opening import KILOBYTE
from shebao.law.card_photos import PhotoSpec

_QUALITIES: Final = (92, 96, 98, 100, 88, 84, 80, 75, 70, 64, 58, 50, 40)
"""Tried in this order: good first, better where the file is too small, then worse and worse."""
_SHOWN: Final = 480
"""The longer side of a preview."""
_PREVIEW_QUALITY: Final = 80
_OUTSIDE: Final = 0.45
_OUTLINE: Final = (200, 30, 40)
_CARD: Final = (516, 324)
"""The face of a card of 85.6 × 54 mm, at 153 dots per inch."""
_PHOTO_HEIGHT: Final = 190
_PHOTO_PLACE: Final = (36, 92)
_ROUND: Final = 18
_PAPER: Final = (232, 240, 248)
_INK: Final = (176, 192, 210)
_BAND: Final = (46, 98, 158)
_LINES: Final = (120, 160, 200, 240)


def card_photo(image: Image.Image, crop: Crop, spec: PhotoSpec) -> bytes | None:
    """The part of a picture as a JPEG of exactly the pixels, dpi and kilobytes asked for; None if no quality fits."""
    cut = image.resize((spec.width, spec.height), Image.Resampling.LANCZOS, box=crop.box)
    for quality in _QUALITIES:
        content = _jpeg(cut, quality, spec.dpi)
        if spec.least_size * KILOBYTE <= len(content) <= spec.most_size * KILOBYTE:
            return content
    return None


def preview(image: Image.Image, crop: Crop) -> bytes:
    """The whole photo, with everything dimmed but the part that is cut out."""
    share = min(1.0, _SHOWN / max(image.size))
    shown = image.resize((max(1, round(image.width * share)), max(1, round(image.height * share))), reducing_gap=2.0)
    dimmed = Image.blend(shown, Image.new("RGB", shown.size, "grey"), _OUTSIDE)
    left, top, right, bottom = (round(edge * share) for edge in crop.box)
    dimmed.paste(shown.crop((left, top, right, bottom)), (left, top))
    ImageDraw.Draw(dimmed).rectangle((left, top, right - 1, bottom - 1), outline=_OUTLINE, width=2)
    return _jpeg(dimmed, _PREVIEW_QUALITY)


def print_preview(card: bytes, spec: PhotoSpec) -> bytes:
    """The card with the photo where it is printed; what else stands on a card is only hinted at."""
    face = Image.new("RGB", _CARD, "white")
    pen = ImageDraw.Draw(face)
    pen.rounded_rectangle((0, 0, _CARD[0] - 1, _CARD[1] - 1), _ROUND, _PAPER, _INK, 2)
    pen.rectangle((36, 32, _CARD[0] - 36, 60), _BAND)
    wide = round(_PHOTO_HEIGHT * spec.width / spec.height)
    for number, top in enumerate(_LINES):
        pen.rectangle((_PHOTO_PLACE[0] + wide + 36, top, _CARD[0] - 60 - 30 * (number % 2), top + 12), _INK)
    with Image.open(io.BytesIO(card)) as photo:
        face.paste(photo.resize((wide, _PHOTO_HEIGHT), Image.Resampling.LANCZOS), _PHOTO_PLACE)
    return _jpeg(face, _PREVIEW_QUALITY)


def _jpeg(image: Image.Image, quality: int, dpi: int | None = None) -> bytes:
    target = io.BytesIO()
    more = {"dpi": (dpi, dpi)} if dpi else {}
    image.save(target, format="JPEG", quality=quality, **more)
    return target.getvalue()
