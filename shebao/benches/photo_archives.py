"""Archives of card photos as employers hand them in: people of the city, and among them some that cannot be taken."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

from PIL import Image

from city.portraits import jpeg, of_seed, picture

A_ZIP: Final = 2_000
_BAD_EVERY: Final = 50
_FIRST_NUMBER: Final = 110101199000000000
_STORED: Final = zipfile.ZIP_STORED


def write(folder: Path, photos: int) -> list[Path]:
    """So many photos in archives of at most 2,000 below ``folder``; those that are there from before are kept."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for first in range(0, photos, A_ZIP):
        last = min(first + A_ZIP, photos)
        path = folder / f"photos-{first}-{last}.zip"
        if not path.exists():
            half = path.with_suffix(".half")
            with zipfile.ZipFile(half, "w", _STORED) as archive:
                for number in range(first, last):
                    archive.writestr(_name(number), _content(number))
            half.rename(path)
        paths.append(path)
    return paths


def bad_photos(photos: int) -> int:
    """How many of so many photos cannot be taken."""
    return -(-photos // _BAD_EVERY)


def _name(number: int) -> str:
    """By the number of the person; every photo says that it is a JPEG, but for the bombs."""
    suffix = "png" if _way(number) is _many_pixels else "jpg"
    return f"{_FIRST_NUMBER + number}.{suffix}"


def _way(number: int) -> Callable[[int], bytes] | None:
    return None if number % _BAD_EVERY else _WAYS[number // _BAD_EVERY % len(_WAYS)]


def _content(number: int) -> bytes:
    """A photo; or in turn one without colours, without its end, too small, a PNG, a program, a bomb."""
    bad = _way(number)
    return bad(number) if bad else jpeg(of_seed(number))


def _of(image: Image.Image, kind: str = "JPEG") -> bytes:
    target = io.BytesIO()
    image.save(target, format=kind)
    return target.getvalue()


def _many_pixels(number: int) -> bytes:
    """A bomb: next to no bytes, more pixels than memory."""
    return _of(Image.new("1", (9_000, 9_000 + number % 100)), "PNG")


_WAYS: Final[tuple[Callable[[int], bytes], ...]] = (
    lambda number: _of(picture(of_seed(number)).convert("L")),
    lambda number: jpeg(of_seed(number))[:20_000],
    lambda number: _of(picture(of_seed(number)).resize((120, 148))),
    lambda number: _of(picture(of_seed(number)), "PNG"),
    lambda number: b"MZ" + number.to_bytes(4, "big") * 5_000,
    _many_pixels,
)
