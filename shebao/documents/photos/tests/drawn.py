"""Made photos: good ones, and ones that are bad in one way each, with what has to be said about them."""

import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any, NamedTuple

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageOps

from city.portraits import SKINS, WHITE, Portrait, grainy, of_seed, paint, picture

GOOD: frozenset[str] = frozenset({"good"})
UNSURE: frozenset[str] = frozenset({"unsure"})
BAD: frozenset[str] = frozenset({"bad"})
NOT_GOOD = UNSURE | BAD

SOMEBODY = Portrait(seed=1)
LARGE = replace(SOMEBODY, width=716, height=882)


class Made(NamedTuple):
    """A file, the problem that must be named (none for a good one), the verdicts that are right."""

    name: str
    content: bytes
    code: str
    verdicts: frozenset[str]


def file(image: Image.Image, kind: str = "JPEG", **options: Any) -> bytes:
    target = io.BytesIO()
    image.save(target, format=kind, **{"quality": 92, **options} if kind == "JPEG" else options)
    return target.getvalue()


def turned(degrees: int) -> Image.Image:
    return picture(LARGE).rotate(degrees, expand=True)


def with_orientation(turn: int) -> bytes:
    """A photo as a phone stores it: lying, with a mark which way is up, and with the place it was taken at."""
    ways = {3: Image.Transpose.ROTATE_180, 6: Image.Transpose.ROTATE_90, 8: Image.Transpose.ROTATE_270}
    mirrored = {2: Image.Transpose.FLIP_LEFT_RIGHT, 4: Image.Transpose.FLIP_TOP_BOTTOM, 5: Image.Transpose.TRANSPOSE}
    exif = Image.Exif()
    exif[0x0112] = turn
    exif.get_ifd(0x8825)[1] = "N"
    return file(picture(LARGE).transpose((ways | mirrored)[turn]), exif=exif.tobytes())


def lit(image: Image.Image, share: float, more: int = 0) -> Image.Image:
    return image.point([max(0, min(255, int(level * share + more))) for level in range(256)] * 3)


def shadow(image: Image.Image, depth: int) -> Image.Image:
    """Darker to the right, as before a wall with a window on the left."""
    slope = (
        Image.linear_gradient("L").rotate(90).resize(image.size).point([level * depth // 255 for level in range(256)])
    )
    return ImageChops.subtract(image, Image.merge("RGB", [slope] * 3))


def behind(draw: Callable[[ImageDraw.ImageDraw, int, int], None]) -> Image.Image:
    """Somebody before a wall with something on it."""
    wall = Image.new("RGB", (716, 882), WHITE)
    pen = ImageDraw.Draw(wall)
    draw(pen, *wall.size)
    paint(pen, replace(SOMEBODY, width=716, height=882))
    return wall


def tiles(pen: ImageDraw.ImageDraw, width: int, height: int) -> None:
    for x in range(0, width, 60):
        pen.rectangle((x, 0, x + 24, height), (150, 160, 175))


def bookshelf(pen: ImageDraw.ImageDraw, width: int, height: int) -> None:
    for number, x in enumerate(range(0, width, 40)):
        pen.rectangle((x, 0, x + 34, height // 2), ((number * 83) % 200, (number * 47) % 180, (number * 29) % 160))


def framed(colour: tuple[int, int, int], width: int) -> Image.Image:
    return ImageOps.expand(picture(LARGE), width, colour)


def two_people() -> Image.Image:
    image = Image.new("RGB", (716, 882), WHITE)
    pen = ImageDraw.Draw(image)
    for across in (0.26, 0.74):
        paint(pen, replace(SOMEBODY, width=716, height=882, head=0.3, across=across, down=0.2))
    return image


def still_life() -> Image.Image:
    """A vase before a white wall."""
    image = Image.new("RGB", (716, 882), WHITE)
    pen = ImageDraw.Draw(image)
    pen.ellipse((200, 100, 516, 500), (30, 90, 60))
    pen.rounded_rectangle((60, 560, 656, 960), 80, (20, 60, 40))
    pen.rectangle((300, 400, 416, 600), (30, 90, 60))
    return image


def back_of_a_head() -> Image.Image:
    image = Image.new("RGB", (716, 882), WHITE)
    pen = ImageDraw.Draw(image)
    paint(pen, replace(SOMEBODY, width=716, height=882))
    pen.ellipse((179, 88, 537, 560), (28, 24, 24))
    return image


def masked() -> Image.Image:
    image = picture(replace(SOMEBODY, width=716, height=882))
    ImageDraw.Draw(image).rectangle((190, 262, 526, 560), (90, 140, 200))
    return image


def in_room(width: int, height: int, head: float, across: float, down: float) -> Image.Image:
    return picture(replace(SOMEBODY, width=width, height=height, head=head, across=across, down=down))


def smeared(image: Image.Image, pixels: int) -> Image.Image:
    """As by a hand that moves sideways while the picture is taken."""
    moved = [ImageChops.offset(image, shift, 0) for shift in range(pixels)]
    smear = moved[0]
    for count, one in enumerate(moved[1:], start=2):
        smear = Image.blend(smear, one, 1 / count)
    return smear


def through(image: Image.Image, background: tuple[int, int, int, int]) -> bytes:
    """A PNG whose background was cut away."""
    clear = image.convert("RGBA")
    wall = ImageOps.invert(image.convert("L")).point([0 if level < 12 else 255 for level in range(256)])
    clear = Image.composite(clear, Image.new("RGBA", image.size, background), wall)
    return file(clear, "PNG")


def good() -> Iterator[Made]:
    looks = [(of_seed(seed), f"person_{seed}") for seed in range(12)]
    looks += [(replace(SOMEBODY, skin=skin), f"skin_{number}") for number, skin in enumerate(SKINS)]
    looks += [
        (replace(SOMEBODY, bald=True), "bald"),
        (replace(SOMEBODY, long_hair=True, glasses=True), "long_hair_and_glasses"),
        (replace(SOMEBODY, hair=(190, 190, 192)), "white_hair"),
        (replace(SOMEBODY, background=(255, 255, 255)), "pure_white"),
        (replace(SOMEBODY, background=(238, 238, 240)), "nearly_white"),
        (replace(SOMEBODY, grain=40), "grainy"),
        (replace(SOMEBODY, head=0.42, down=0.16), "smaller_head"),
        (replace(SOMEBODY, head=0.62, down=0.06), "larger_head"),
        (replace(SOMEBODY, across=0.45), "a_little_aside"),
        (LARGE, "twice_as_large"),
        (replace(SOMEBODY, width=1536, height=2048, head=0.5), "phone_upright"),
        (replace(SOMEBODY, width=1600, height=1200, head=0.25, down=0.12), "phone_lying"),
        (replace(SOMEBODY, width=1200, height=1200, head=0.4), "square"),
        (replace(SOMEBODY, width=900, height=1600, head=0.55, down=0.2), "narrow"),
        (replace(SOMEBODY, width=1500, height=1875, head=0.3, down=0.3), "far_away_but_fine"),
        (replace(SOMEBODY, width=1600, height=1200, head=0.25, across=0.3), "aside_but_room_to_cut"),
    ]
    for portrait, name in looks:
        yield Made(name, file(picture(portrait)), "", GOOD)
    for turn in (2, 3, 4, 5, 6, 8):
        yield Made(f"orientation_{turn}", with_orientation(turn), "", GOOD)
    yield Made("png", file(picture(LARGE), "PNG"), "", GOOD)
    yield Made("png_cut_out", through(picture(LARGE), (0, 0, 0, 0)), "", GOOD)
    yield Made("png_of_few_colours", file(picture(LARGE).quantize(128), "PNG"), "", GOOD)
    yield Made("cmyk", file(picture(LARGE).convert("CMYK")), "", GOOD)
    yield Made("progressive", file(picture(LARGE), progressive=True), "", GOOD)
    yield Made("lit_softly", file(lit(picture(LARGE), 0.95)), "", GOOD)
    yield Made("light_shadow", file(shadow(picture(LARGE), 14)), "", GOOD)


def bad() -> Iterator[Made]:
    yield from walls(picture(LARGE))
    yield from light(picture(LARGE))
    yield from people(picture(SOMEBODY))


def walls(large: Image.Image) -> Iterator[Made]:
    for name, colour in {"blue": (67, 142, 219), "red": (200, 40, 50), "grey": (150, 150, 152)}.items():
        yield Made(f"{name}_wall", file(picture(replace(LARGE, background=colour))), "background_not_white", BAD)
    yield Made("black_wall", file(picture(replace(LARGE, background=(20, 20, 20)))), "background_not_white", BAD)
    in_grey = replace(LARGE, skin=SKINS[4], background=(140, 140, 140))
    yield Made("dark_face_before_a_grey_wall", file(picture(in_grey)), "background_not_white", BAD)
    dark = replace(LARGE, skin=SKINS[4], background=(40, 80, 200))
    yield Made("dark_face_before_a_dark_blue_wall", file(picture(dark)), "background_not_white", BAD)
    yield Made("cream_wall", file(picture(replace(LARGE, background=(250, 244, 230)))), "background_not_white", UNSURE)
    yield Made(
        "pale_grey_wall", file(picture(replace(LARGE, background=(212, 212, 214)))), "background_not_white", UNSURE
    )
    yield Made("shadow_on_wall", file(shadow(large, 120)), "background_uneven", BAD)
    yield Made("tiled_wall", file(behind(tiles)), "background_uneven", BAD)
    yield Made("bookshelf", file(behind(bookshelf)), "background_uneven", BAD)
    yield Made("black_frame", file(framed((0, 0, 0), 40)), "background_uneven", BAD)


def light(large: Image.Image) -> Iterator[Made]:
    yield Made("far_too_dark", file(lit(large, 0.3)), "too_dark", BAD)
    yield Made("dark", file(lit(large, 0.5)), "too_dark", BAD)
    yield Made("dim", file(lit(large, 0.68)), "too_dark", UNSURE)
    yield Made("against_the_light", file(picture(replace(LARGE, skin=(40, 28, 24)))), "face_dark", UNSURE)
    yield Made("overexposed", file(lit(large, 2.2, 40)), "too_bright", BAD)
    yield Made("foggy", file(lit(large, 0.25, 186)), "too_bright", NOT_GOOD)
    yield Made("hazy", file(lit(large, 0.3, 110)), "flat", NOT_GOOD)
    for radius in (6, 10):
        yield Made(f"out_of_focus_{radius}", file(large.filter(ImageFilter.GaussianBlur(radius))), "blurred", BAD)
    yield Made("soft", file(large.filter(ImageFilter.GaussianBlur(4))), "blurred", UNSURE)
    yield Made("shaken", file(smeared(large, 24)), "blurred", BAD)
    yield Made(
        "blown_up", file(picture(replace(SOMEBODY, width=72, height=89)).resize((358, 441))), "blurred", NOT_GOOD
    )
    yield Made("black_and_white", file(large.convert("L")), "greyscale", BAD)
    yield Made("black_and_white_in_rgb", file(large.convert("L").convert("RGB")), "greyscale", BAD)
    yield Made(
        "grey_png_of_16_bits",
        file(large.convert("I").point(lambda level: level * 256).convert("I;16"), "PNG"),
        "greyscale",
        BAD,
    )
    yield Made("line_art", file(large.convert("1"), "PNG"), "greyscale", BAD)


def people(image: Image.Image) -> Iterator[Made]:
    yield Made("small", file(image.resize((300, 370)), quality=98), "too_few_pixels", BAD)
    yield Made("wide_but_low", file(in_room(700, 420, 0.3, 0.5, 0.1), quality=98), "too_few_pixels", BAD)
    yield Made("far_away", file(in_room(600, 420, 0.2, 0.5, 0.1), quality=98), "too_few_pixels", BAD)
    yield Made("narrow_strip", file(in_room(360, 400, 0.5, 0.5, 0.1), quality=98), "too_few_pixels", BAD)
    yield Made("at_the_edge_of_a_panorama", file(in_room(2000, 445, 0.09, 0.05, 0.1)), "off_centre", BAD)
    yield Made("crushed", file(image, quality=12), "file_too_small", BAD)
    yield Made("lying_left", file(turned(90)), "turned", BAD)
    yield Made("lying_right", file(turned(270)), "turned", BAD)
    yield Made("upside_down", file(turned(180)), "turned", BAD)
    yield Made("white_page", file(picture(replace(LARGE, head=0.01, down=2, seed=3))), "nobody", BAD)
    yield Made("only_grain", file(grainy(Image.new("RGB", (716, 882), WHITE), 30, 1)), "nobody", BAD)
    yield Made("two_people", file(two_people()), "several_people", BAD)
    yield Made("vase", file(grainy(still_life(), 14, 1)), "face_not_found", UNSURE)
    yield Made("back_of_head", file(back_of_a_head()), "face_not_found", UNSURE)
    yield Made("masked", file(masked()), "face_not_found", UNSURE)
    yield Made("no_room_above", file(picture(replace(LARGE, down=-0.03))), "head_cut", BAD)
    yield Made("half_a_head", file(picture(replace(LARGE, down=-0.2))), "head_cut", BAD)
    yield Made("little_room_above", file(picture(replace(LARGE, down=0.018))), "head_high", UNSURE)
    yield Made("far_too_close", file(picture(replace(LARGE, head=0.85, down=0.05))), "head_large", UNSURE)
    yield Made("far_aside", file(picture(replace(LARGE, across=0.29))), "off_centre", BAD)
    yield Made("aside", file(picture(replace(LARGE, across=0.63))), "off_centre", UNSURE)
    yield Made("low", file(in_room(400, 493, 0.5, 0.5, 0.4)), "head_low", UNSURE)
    yield Made("far_in_small_photo", file(in_room(500, 616, 0.22, 0.5, 0.1)), "head_small", UNSURE)
    yield Made("white_shirt", file(picture(replace(LARGE, top=(246, 246, 246)))), "shoulders_not_seen", UNSURE)
