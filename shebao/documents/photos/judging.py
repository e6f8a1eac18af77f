"""Everything that is said about one photo, in the child process."""

from dataclasses import dataclass
from typing import Final

from PIL import Image

from shebao.documents.photos import looks, prints
from shebao.documents.photos.figure import Background, Figure, background_of, figure_of, thumb_of
from shebao.documents.photos.framing import Crop, crop_of
from shebao.documents.photos.limits import PhotoLimits
from shebao.documents.photos.opening import KILOBYTE, Opened, open_photo
from shebao.documents.photos.verdicts import Judged, PhotoRefused, Problem, Verdict, refused, weighed
from shebao.law.card_photos import PhotoSpec

BAD: Final = Verdict.BAD
UNSURE: Final = Verdict.UNSURE

_COLOURED: Final = 0.005
"""Less colour than in this share of a picture is none."""
_DARK, _DIM = 150, 185
"""How bright the brightest parts have to be: below the first too dark, below the second perhaps."""
_FACE_DARK: Final = 42
_PALE: Final = 120
"""How dark the darkest parts of a figure have to be: hair, eyes, a dark top."""
_BLOWN: Final = 0.45
"""Share of the face that is white without any detail."""
_FLAT: Final = 90
"""Least difference of the darkest and the brightest parts."""
_WHITE, _NEARLY_WHITE = 225, 200
_TINT, _SLIGHT_TINT = 14, 24
_UNEVEN, _SLIGHTLY_UNEVEN = 0.12, 0.03
_BLURRED, _SOFT = 0.24, 0.36
_NOBODY: Final = 0.04
_SKIN: Final = 0.25
_CUT, _TIGHT, _LOW = 0.01, 0.025, 0.3
_SMALL_HEAD, _LARGE_HEAD = 0.3, 0.76
_ASIDE, _SLIGHTLY_ASIDE = 0.2, 0.09
_SHOULDERS: Final = 0.55
_REACHING: Final = ("off_centre", "head_large", "head_cut")
"""Problems of a head that reaches into the strips in which the background is looked at."""
_BLANK: Final = 250
_LOSSY: Final = "jpeg"


@dataclass(frozen=True, slots=True)
class Seen:
    """A picture and what was found in it: in the whole of it or in the part that is cut out."""

    thumb: Image.Image
    background: Background
    figure: Figure | None

    @classmethod
    def of(cls, image: Image.Image) -> "Seen":
        """Look at a picture."""
        thumb = thumb_of(image)
        background = background_of(thumb)
        return cls(thumb, background, figure_of(thumb, background))


def judge_bytes(content: bytes, spec: PhotoSpec, limits: PhotoLimits) -> Judged:
    """The verdict about the photo in a file; never raises for what the file holds."""
    try:
        return _judged(open_photo(content, spec, limits), spec)
    except PhotoRefused as refusal:
        return refused(refusal.code, refusal.params)
    except MemoryError:
        return refused("too_heavy")


def _judged(opened: Opened, spec: PhotoSpec) -> Judged:
    image = opened.image
    whole = Seen.of(image)
    crop = crop_of(image.size, whole.figure, spec, opened.reduced)
    problems = _of_size(opened, crop, spec) or _of_picture(image, crop, whole)
    card = None if weighed(problems) is BAD else prints.card_photo(image, crop, spec)
    if card is None and weighed(problems) is not BAD:
        problems += (Problem("too_plain"),)
    return Judged(
        weighed(problems),
        problems,
        card,
        prints.preview(image, crop),
        prints.print_preview(card, spec) if card else None,
        opened.width,
        opened.height,
    )


def _of_size(opened: Opened, crop: Crop, spec: PhotoSpec) -> tuple[Problem, ...]:
    """Whether the file was not compressed to nothing, and whether what is cut out has the pixels of the card."""
    if opened.kind == _LOSSY and opened.size < spec.least_size * KILOBYTE:
        return (Problem("file_too_small", {"size": max(1, opened.size // KILOBYTE), "limit": spec.least_size}),)
    wide, high = int(crop.width * opened.reduced + 0.01), int(crop.height * opened.reduced + 0.01)
    if wide >= spec.width and high >= spec.height:
        return ()
    told = {"width": opened.width, "height": opened.height, "least_width": spec.width, "least_height": spec.height}
    if opened.width >= spec.width and opened.height >= spec.height:
        return (Problem("too_few_pixels_cropped", {**told, "crop_width": wide, "crop_height": high}),)
    return (Problem("too_few_pixels", told),)


def _of_picture(image: Image.Image, crop: Crop, whole: Seen) -> tuple[Problem, ...]:
    cut = image.crop(tuple(round(edge) for edge in crop.box))  # type: ignore[arg-type]
    seen = Seen.of(cut)
    light = _of_light(seen)
    if weighed(light) is BAD:
        return light
    if looks.colour_share(seen.thumb) < _COLOURED:
        return (Problem("greyscale") if seen.figure else Problem("nobody"),)
    background = _of_background(seen.background, dim=bool(light))
    if weighed(background) is BAD:
        return (Problem("turned"),) if _is_turned(image) else light + background
    figure = _of_figure(seen, whole)
    if any(problem.code in _REACHING for problem in figure):
        background = tuple(problem for problem in background if problem.code != "background_uneven")
    return light + background + figure + _of_sharpness(cut)


def _grey(image: Image.Image) -> Image.Image:
    return image.convert("L")


def _of_light(seen: Seen) -> tuple[Problem, ...]:
    histogram = _grey(seen.thumb).histogram()
    darkest, brightest = looks.percentile(histogram, 0.02), looks.percentile(histogram, 0.997)
    if seen.background.tint > _SLIGHT_TINT:  # a coloured wall is dark by nature, and told as such
        return ()
    if brightest < _DIM:
        flat = brightest >= _DARK and brightest - darkest < _FLAT
        return (Problem("flat"),) if flat else (Problem("too_dark", verdict=BAD if brightest < _DARK else UNSURE),)
    return _of_face(seen, darkest, brightest) if seen.figure else ()


def _of_face(seen: Seen, darkest: int, brightest: int) -> tuple[Problem, ...]:
    """Whether hair and clothes are dark enough and the face has shades."""
    face = _grey(seen.thumb.crop(_face_box(seen))).histogram()
    if darkest > _PALE or sum(face[_BLANK:]) > _BLOWN * sum(face):
        return (Problem("too_bright"),)
    if brightest - darkest < _FLAT:
        return (Problem("flat"),)
    dark = looks.percentile(face, 0.5) < _FACE_DARK and seen.figure is not None and seen.figure.skin >= _SKIN
    return (Problem("face_dark", verdict=UNSURE),) if dark else ()


def _face_box(seen: Seen) -> tuple[int, int, int, int]:
    """The middle of the head."""
    figure, (width, height) = seen.figure, seen.thumb.size
    if figure is None:
        return 0, 0, width, height
    head, top = figure.head * width, figure.top * height
    left, right = figure.left * width + head / 4, figure.right * width - head / 4
    upper, lower = top + 0.45 * head, top + 1.1 * head
    return round(left), round(upper), max(round(left) + 1, round(right)), max(round(upper) + 1, round(lower))


def _of_background(background: Background, *, dim: bool) -> tuple[Problem, ...]:
    if background.uneven > _UNEVEN:
        return (Problem("background_uneven"),)
    found: tuple[Problem, ...] = ()
    if background.uneven > _SLIGHTLY_UNEVEN:
        found += (Problem("background_uneven", verdict=UNSURE),)
    if background.tint > _SLIGHT_TINT or (background.darkest < _NEARLY_WHITE and not dim):
        return (*found, Problem("background_not_white"))
    if background.tint > _TINT or (background.darkest < _WHITE and not dim):
        return (*found, Problem("background_not_white", verdict=UNSURE))
    return found


def _is_turned(image: Image.Image) -> bool:
    """Whether somebody would stand before a plain background if the picture were turned."""
    turns = (Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_270, Image.Transpose.ROTATE_180)
    return any(_is_upright(Seen.of(image.transpose(turn))) for turn in turns)


def _is_upright(seen: Seen) -> bool:
    figure = seen.figure
    if figure is None or _of_background(seen.background, dim=False):
        return False
    return figure.skin > _SKIN and figure.lowest > _SHOULDERS and figure.top > _CUT


def _of_figure(seen: Seen, whole: Seen) -> tuple[Problem, ...]:
    figure = seen.figure
    if figure is None or whole.figure is None or figure.covers < _NOBODY:
        return (Problem("nobody"),)
    if figure.second or whole.figure.second:
        return (Problem("several_people"),)
    found = []
    if figure.skin < _SKIN:
        found.append(Problem("face_not_found", verdict=UNSURE))
    head = _of_head(figure)
    if not head and figure.lowest < _SHOULDERS:
        head.append(Problem("shoulders_not_seen", verdict=UNSURE))
    return (*found, *head)


def _of_head(figure: Figure) -> list[Problem]:
    """How large the head is and where it stands."""
    aside = abs(figure.middle - 0.5)
    if figure.top < _CUT:
        return [Problem("head_cut")]
    if figure.head > _LARGE_HEAD:
        return [Problem("head_large", verdict=UNSURE)]
    if figure.head < _SMALL_HEAD:
        return [Problem("head_small", verdict=UNSURE)]
    if aside > _SLIGHTLY_ASIDE:
        return [Problem("off_centre", verdict=BAD if aside > _ASIDE else UNSURE)]
    if figure.top < _TIGHT:
        return [Problem("head_high", verdict=UNSURE)]
    return [Problem("head_low", verdict=UNSURE)] if figure.top > _LOW else []


def _of_sharpness(cut: Image.Image) -> tuple[Problem, ...]:
    wide = 358
    grey = _grey(cut.resize((wide, round(cut.height * wide / cut.width)), reducing_gap=2.0))
    found = looks.sharpness(grey)
    if found < _BLURRED:
        return (Problem("blurred"),)
    return (Problem("blurred", verdict=UNSURE),) if found < _SOFT else ()
