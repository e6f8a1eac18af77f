"""Every made photo is judged right, and what comes out of it is what the card maker wants."""

import io
import zipfile
from datetime import date
from typing import BinaryIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageStat

from city.portraits import jpeg, of_seed, picture
from shebao.documents.photos import inspect
from shebao.documents.photos.judging import judge_bytes
from shebao.documents.photos.limits import DEFAULT_LIMITS
from shebao.documents.photos.tests import drawn
from shebao.documents.photos.verdicts import Judged, Verdict
from shebao.law import law
from shebao.law.card_photos import spec_on

SPEC = spec_on(law(), date(2026, 11, 30))
PHOTO = jpeg(of_seed(7))


@pytest.fixture(scope="module")
def judged() -> list[tuple[drawn.Made, Judged]]:
    """All made photos, judged in the limited child as one archive."""
    made = [*drawn.good(), *drawn.bad()]
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for number, photo in enumerate(made):
            suffix = ".png" if photo.content.startswith(b"\x89PNG") else ".jpg"
            archive.writestr(f"{photo.name}_{110101199003070000 + number}{suffix}", photo.content)
    members = list(inspect.judge_zip(target, SPEC))
    assert [member.name.rpartition("_")[0] for member in members] == [photo.name for photo in made]
    return [(photo, member.judged) for photo, member in zip(made, members, strict=True)]


def test_every_made_photo_is_judged_right(judged: list[tuple[drawn.Made, Judged]]) -> None:
    wrong = [
        (photo.name, found.verdict, [problem.code for problem in found.problems])
        for photo, found in judged
        if found.verdict not in photo.verdicts
        or [problem.code for problem in found.problems] != [code for code in (photo.code,) if code]
    ]
    assert wrong == []
    assert len(judged) >= 90


def test_the_card_photo_is_exactly_what_the_specification_says(judged: list[tuple[drawn.Made, Judged]]) -> None:
    for photo, found in judged:
        assert (found.card is None) == (found.verdict is Verdict.BAD), photo.name
        assert (found.print_preview is None) == (found.card is None), photo.name
        if found.card is None:
            continue
        assert SPEC.least_size * 1024 <= len(found.card) <= SPEC.most_size * 1024, photo.name
        with Image.open(io.BytesIO(found.card)) as card:
            assert (card.format, card.mode, card.size) == ("JPEG", "RGB", (358, 441)), photo.name
            assert tuple(map(round, card.info["dpi"])) == (350, 350), photo.name
            assert not card.getexif(), photo.name


@pytest.mark.parametrize("name", [f"orientation_{turn}" for turn in (2, 3, 4, 5, 6, 8)])
def test_a_photo_is_turned_as_the_camera_says(name: str, judged: list[tuple[drawn.Made, Judged]]) -> None:
    found = {photo.name: verdict for photo, verdict in judged}[name]
    assert (found.width, found.height) == (716, 882)
    with Image.open(io.BytesIO(found.card or b"")) as card:
        top, bottom = card.crop((0, 0, 358, 40)), card.crop((0, 400, 358, 441))
        assert ImageStat.Stat(top.convert("L")).mean[0] > 220
        assert ImageStat.Stat(bottom.convert("L")).mean[0] < 120


def test_previews_can_be_shown(judged: list[tuple[drawn.Made, Judged]]) -> None:
    for photo, found in judged:
        assert found.preview is not None, photo.name
        with Image.open(io.BytesIO(found.preview)) as preview:
            preview.load()
            assert max(preview.size) <= 480


@pytest.mark.parametrize("source", [io.BytesIO(PHOTO), "on disk"])
def test_one_photo_by_itself(source: BinaryIO | str, tmp_path_factory: pytest.TempPathFactory) -> None:
    if isinstance(source, str):
        path = tmp_path_factory.mktemp("photo") / "photo.jpg"
        path.write_bytes(PHOTO)
        with path.open("rb") as opened:
            opened.read(10)
            found = inspect.judge(opened, SPEC)
    else:
        found = inspect.judge(source, SPEC)
    assert found == judge_bytes(PHOTO, SPEC, DEFAULT_LIMITS)
    assert (found.verdict, found.problems, found.width, found.height) == (Verdict.GOOD, (), 358, 441)


@given(st.integers(0, 10_000))
def test_whoever_stands_before_a_white_wall_is_taken(seed: int) -> None:
    found = judge_bytes(jpeg(of_seed(seed)), SPEC, DEFAULT_LIMITS)
    assert found.verdict is Verdict.GOOD, found.problems


@given(st.integers(200, 900), st.integers(200, 900), st.integers(0, 100))
def test_a_card_is_never_made_of_too_few_pixels(width: int, height: int, seed: int) -> None:
    content = drawn.file(picture(of_seed(seed, width, height)), quality=97)
    found = judge_bytes(content, SPEC, DEFAULT_LIMITS)
    small = width < SPEC.width or height < SPEC.height
    assert small == any(problem.code == "too_few_pixels" for problem in found.problems)
    assert (found.card is None) == (found.verdict is Verdict.BAD)
