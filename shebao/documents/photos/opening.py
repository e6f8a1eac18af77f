"""A file becomes a picture: decoded no larger than needed, upright, in RGB; nothing of the file is left but pixels."""

import io
import struct
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from PIL import Image, JpegImagePlugin, MpoImagePlugin, PngImagePlugin

from shebao.documents.photos.limits import PhotoLimits
from shebao.documents.photos.verdicts import PhotoRefused
from shebao.law.card_photos import PhotoSpec

KILOBYTE: Final = 1024
_TEN_THOUSAND: Final = 10_000
_ORIENTATION: Final = 0x0112
_SPARE: Final = 2
"""A picture is decoded with twice the pixels of the card, so that a part of it can still be cut out."""

_FORMATS: Final = {
    "jpeg": (JpegImagePlugin.JpegImageFile.format, MpoImagePlugin.MpoImageFile.format),
    "png": (PngImagePlugin.PngImageFile.format,),
}
_BROKEN: Final = (
    OSError, ValueError, SyntaxError, TypeError, KeyError, IndexError, EOFError, AttributeError, OverflowError,
    ZeroDivisionError, struct.error, Warning,
)  # fmt: skip
"""What decoders raise about files that are not what they claim to be."""
_TURNS: Final = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_LYING: Final = (5, 6, 7, 8)
_OF_SIXTEEN_BITS: Final = 1 / 256

_STARTS: Final[tuple[tuple[bytes, str], ...]] = (
    (b"\xff\xd8\xff", "jpeg"), (b"\x89PNG\r\n\x1a\n", "png"), (b"GIF8", "GIF"), (b"BM", "BMP"), (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"), (b"%PDF", "PDF"), (b"PK\x03\x04", "ZIP"), (b"Rar!", "RAR"), (b"7z\xbc\xaf", "7z"),
    (b"8BPS", "PSD"), (b"MZ", "EXE"), (b"\x7fELF", "EXE"), (b"\xd0\xcf\x11\xe0", "Office"), (b"<svg", "SVG"),
    (b"<?xml", "XML"), (b"<html", "HTML"), (b"<!doctype", "HTML"), (b"<script", "HTML"), (b"<?php", "PHP"),
)  # fmt: skip
_BOXES: Final = {b"heic": "HEIC", b"heix": "HEIC", b"mif1": "HEIC", b"msf1": "HEIC", b"avif": "AVIF"}
_BOX: Final = slice(4, 8), slice(8, 12)

Image.MAX_IMAGE_PIXELS = None  # the bound of the limits is stricter and does not only warn
Image.preinit()  # under the limits of the child no further decoder can be loaded


@dataclass(frozen=True, slots=True)
class Opened:
    """A picture to be judged: ``image`` in RGB, upright, and reduced; ``width`` and ``height`` before that.

    ``kind`` and ``size`` (bytes) are those of its file.
    """

    image: Image.Image
    width: int
    height: int
    kind: str
    size: int

    @property
    def reduced(self) -> float:
        """How many pixels of the photo one of ``image`` stands for, along one side."""
        return self.width / self.image.width


def kind_of(content: bytes) -> str:
    """What a file is by its first bytes: ``jpeg``, ``png``, the name of another known format, or empty."""
    start = content[:512].lstrip(b"\xef\xbb\xbf \t\r\n") if content[:1] in b"<\xef \t\r\n" else content[:16]
    marker, brand = (start[part] for part in _BOX)
    if marker == b"ftyp":
        return _BOXES.get(brand, "MP4")
    if start.startswith(b"RIFF"):
        return "WebP" if brand == b"WEBP" else "AVI"
    lower = start[:16].lower()
    return next((kind for mark, kind in _STARTS if lower.startswith(mark.lower())), "")


def open_photo(content: bytes, spec: PhotoSpec, limits: PhotoLimits) -> Opened:
    """The picture in a file. PhotoRefused if it is of another kind, too large, too poor or broken."""
    kind = kind_of(content)
    _check_file(content, kind, spec)
    try:
        with warnings.catch_warnings(), Image.open(io.BytesIO(content), formats=_FORMATS[kind]) as image:
            warnings.simplefilter("error")
            return _opened(image, kind, len(content), spec, limits)
    except _BROKEN as broken:
        raise PhotoRefused("damaged") from broken


def _check_file(content: bytes, kind: str, spec: PhotoSpec) -> None:
    if not content:
        raise PhotoRefused("empty")
    kilobytes = len(content) / KILOBYTE
    if kilobytes > spec.most_upload:
        raise PhotoRefused("file_too_large", {"size": round(kilobytes), "limit": spec.most_upload})
    if kind not in spec.formats:
        raise PhotoRefused("wrong_format" if kind else "no_picture", {"found": kind.upper()} if kind else {})


def _opened(image: Image.Image, kind: str, size: int, spec: PhotoSpec, limits: PhotoLimits) -> Opened:
    width, height = image.size
    if width * height > limits.pixels:
        limit = limits.pixels // _TEN_THOUSAND
        raise PhotoRefused("too_many_pixels", {"width": width, "height": height, "limit": limit})
    if kind == "png" and getattr(image, "is_animated", False):
        raise PhotoRefused("several_pictures")
    turn = _orientation(image)
    lies = turn in _LYING
    upright = spec.width * _SPARE, spec.height * _SPARE
    wanted = upright[::-1] if lies else upright
    image.draft("RGB", wanted)
    image.load()
    smaller = _reduced(_plain(image), *wanted)
    turned = smaller.transpose(_TURNS[turn]) if turn in _TURNS else smaller
    return Opened(turned, height if lies else width, width if lies else height, kind, size)


def _orientation(image: Image.Image) -> int:
    """How the camera was held (EXIF); 1, upright, where the file does not say it in a way that can be read."""
    read: Callable[[], Image.Exif] = image.getexif
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            turn = read().get(_ORIENTATION, 1)
    except _BROKEN:
        return 1
    return turn if isinstance(turn, int) else 1


def _plain(image: Image.Image) -> Image.Image:
    """In RGB, what shows through on white."""
    if image.mode in ("RGBA", "LA", "PA", "La", "RGBa") or "transparency" in image.info:
        clear = image.convert("RGBA")
        white = Image.new("RGB", image.size, "white")
        white.paste(clear, mask=clear.getchannel("A"))
        return white
    if image.mode.startswith("I"):
        return image.convert("I").point(lambda level: level * _OF_SIXTEEN_BITS).convert("L").convert("RGB")
    return image.convert("RGB")


def _reduced(image: Image.Image, width: int, height: int) -> Image.Image:
    """Smaller by a whole factor, if it has so many more pixels than are wanted."""
    factor = min(image.width // width, image.height // height)
    return image.reduce(factor) if factor > 1 else image
