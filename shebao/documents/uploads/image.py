"""Decoding a photo or scan and writing it anew: nothing but the pixels comes through."""

import warnings
from typing import BinaryIO, Final

from PIL import Image, ImageOps, JpegImagePlugin, PngImagePlugin

from shebao.documents.uploads.problems import UploadRefused

_FORMATS: Final = {"jpeg": JpegImagePlugin.JpegImageFile.format, "png": PngImagePlugin.PngImageFile.format}
_KEPT_MODES: Final = {"jpeg": ("L", "RGB"), "png": ("1", "L", "LA", "RGB", "RGBA")}
_QUALITY: Final = 90
_TEN_THOUSAND: Final = 10_000


def rewrite_image(source: BinaryIO, target: BinaryIO, kind: str, pixels: int) -> None:
    """Write the image without metadata, turned the right way up; UploadRefused if it is too large or broken."""
    name = _FORMATS[kind]
    Image.MAX_IMAGE_PIXELS = None  # the bound below is stricter and does not only warn
    warnings.simplefilter("error")
    try:
        with Image.open(source, formats=[name]) as image:
            _check_size(image.width, image.height, pixels)
            image.load()
            upright = ImageOps.exif_transpose(image)
            _plain(upright, kind).save(target, format=name, quality=_QUALITY)
    except (OSError, ValueError, SyntaxError, TypeError, KeyError, EOFError, Warning) as broken:
        raise UploadRefused("image_damaged") from broken


def _check_size(width: int, height: int, pixels: int) -> None:
    if width * height > pixels:
        limit = str(pixels // _TEN_THOUSAND)
        raise UploadRefused("image_too_large", {"width": str(width), "height": str(height), "limit": limit})


def _plain(image: Image.Image, kind: str) -> Image.Image:
    """The pixels alone, in a mode that every viewer shows."""
    if image.mode not in _KEPT_MODES[kind]:
        has_alpha = kind == "png" and (image.mode in ("PA", "La") or "transparency" in image.info)
        image = image.convert("RGBA" if has_alpha else "RGB")
    bare = Image.new(image.mode, image.size)
    bare.paste(image)
    return bare
