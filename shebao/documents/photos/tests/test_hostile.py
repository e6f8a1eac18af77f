"""Files that are not what they seem: each is refused with its reason, and none stops the others."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from city.portraits import jpeg, of_seed
from shebao.documents.photos import inspect, messages
from shebao.documents.photos.judging import judge_bytes
from shebao.documents.photos.limits import DEFAULT_LIMITS, PhotoLimits
from shebao.documents.photos.tests import drawn
from shebao.documents.photos.verdicts import Member, PhotoRefused, Verdict
from shebao.law import law
from shebao.law.card_photos import spec_on

SPEC = spec_on(law(), date(2026, 11, 30))
PHOTO = jpeg(of_seed(7))
NUMBER = "110101199003077571"
KILL = b"end the child that reads this"


def picture(kind: str, **options: object) -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (400, 500), "white").save(target, kind, **options)
    return target.getvalue()


def chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">L", len(content)) + name + content + struct.pack(">L", zlib.crc32(name + content))


def png(width: int, height: int, data: bytes) -> bytes:
    header = chunk(b"IHDR", struct.pack(">LLBBBBB", width, height, 1, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", data) + chunk(b"IEND", b"")


@cache
def png_bomb() -> bytes:
    return png(40_000, 40_000, zlib.compress(b"\x00" * 5001 * 40_000, 9))


def png_that_holds_more() -> bytes:
    return png(400, 500, zlib.compress((b"\x00" + b"\xff" * 50) * 800_000))


def zipped(*members: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return target.getvalue()


ONE = zipped((f"{NUMBER}.jpg", PHOTO))

FILES: dict[str, tuple[bytes | Callable[[], bytes], str]] = {
    "nothing": (b"", "empty"),
    "text": (b"110101199003077571", "no_picture"),
    "zeros": (b"\x00" * 50_000, "no_picture"),
    "program": (b"MZ" + b"\x00" * 50_000, "wrong_format"),
    "page": (b"\xef\xbb\xbf\n<html><script>alert(1)</script>", "wrong_format"),
    "drawing with a script": (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "wrong_format"),
    "gif": (picture("GIF"), "wrong_format"),
    "bmp": (picture("BMP"), "wrong_format"),
    "tiff": (picture("TIFF"), "wrong_format"),
    "webp": (picture("WEBP"), "wrong_format"),
    "avif": (picture("AVIF"), "wrong_format"),
    "heic": (b"\x00\x00\x00\x18ftypheic" + b"\x00" * 30_000, "wrong_format"),
    "pdf": (b"%PDF-1.7\n%%EOF", "wrong_format"),
    "archive": (ONE, "wrong_format"),
    "only the start of a photo": (PHOTO[:3], "damaged"),
    "half a photo": (PHOTO[: len(PHOTO) // 2], "damaged"),
    "a photo full of rubbish": (PHOTO[:600] + b"\xff\xd8\xff\xe1" * 9_000, "damaged"),
    "half a png": (picture("PNG")[:300], "damaged"),
    "bomb": (png_bomb, "too_many_pixels"),
    "png that says less than it holds": (png_that_holds_more, "nobody"),
    "png that says more than it holds": (png(4_000, 5_000, zlib.compress(b"\x00")), "damaged"),
    "animation": (picture("PNG", save_all=True, append_images=[Image.new("RGB", (400, 500))]), "several_pictures"),
    "too many bytes": (PHOTO + b"\x00" * 10_500_000, "file_too_large"),
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_no_good_photo_is_refused_with_its_reason(name: str) -> None:
    content, code = FILES[name]
    content = content if isinstance(content, bytes) else content()
    found = judge_bytes(content, SPEC, DEFAULT_LIMITS)
    assert (found.verdict, [problem.code for problem in found.problems]) == (Verdict.BAD, [code])
    assert found.card is None
    assert all("{" not in text for problem in found.problems for text in messages.explain(problem.code, problem.params))


def test_what_is_hidden_behind_a_photo_does_not_come_through() -> None:
    found = judge_bytes(PHOTO + ONE, SPEC, DEFAULT_LIMITS)
    assert found.verdict is Verdict.GOOD
    assert not any(zipfile.is_zipfile(io.BytesIO(made or b"")) for made in (found.card, found.preview))


@given(st.lists(st.tuples(st.integers(0, len(PHOTO) - 1), st.integers(0, 255)), min_size=1, max_size=40))
def test_a_photo_with_wrong_bytes_is_judged_and_never_breaks_anything(changes: list[tuple[int, int]]) -> None:
    content = bytearray(PHOTO)
    for place, value in changes:
        content[place] = value
    found = judge_bytes(bytes(content), SPEC, DEFAULT_LIMITS)
    assert (found.card is None) == (found.verdict is Verdict.BAD)
    assert {problem.code for problem in found.problems} <= messages.CATALOGUE.keys()


def members_of(content: bytes, limits: PhotoLimits = DEFAULT_LIMITS) -> list[Member]:
    return list(inspect.judge_zip(io.BytesIO(content), SPEC, limits=limits))


def codes_of(members: list[Member]) -> list[str]:
    return ["+".join(problem.code for problem in member.judged.problems) for member in members]


def encrypted() -> bytes:
    content = bytearray(ONE)
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + place] |= 1
    return bytes(content)


def overlapping() -> bytes:
    """Many entries that share the bytes of one."""
    directory, end = ONE.index(b"PK\x01\x02"), ONE.index(b"PK\x05\x06")
    entries = b"".join(
        ONE[directory:end].replace(NUMBER.encode(), str(int(NUMBER) + number).encode()) for number in range(40)
    )
    tail = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 40, 40, len(entries), directory, 0)
    return ONE[:directory] + entries + tail


def with_large_end(entries: int, size: int) -> bytes:
    """An archive of one photo with a second end, of ZIP64, that states so many entries in so many bytes."""
    directory, end = ONE.index(b"PK\x01\x02"), ONE.index(b"PK\x05\x06")
    large = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, entries, entries, size, directory)
    return ONE[:end] + large + struct.pack("<4sLQL", b"PK\x06\x07", 0, end, 1) + ONE[end:]


REFUSED: dict[str, tuple[Callable[[], bytes], str, PhotoLimits]] = {
    "nothing": (lambda: b"", "empty", DEFAULT_LIMITS),
    "a photo": (lambda: PHOTO, "no_archive", DEFAULT_LIMITS),
    "another kind of archive": (lambda: b"Rar!\x1a\x07\x00" + b"\x00" * 99, "no_archive", DEFAULT_LIMITS),
    "no end": (lambda: ONE[:-30], "archive_damaged", DEFAULT_LIMITS),
    "rubbish as its list": (lambda: ONE.replace(b"PK\x01\x02", b"PK\x09\x09"), "archive_damaged", DEFAULT_LIMITS),
    "empty": (lambda: zipped(("照片/", b""), ("__MACOSX/._a.jpg", b"x")), "archive_empty", DEFAULT_LIMITS),
    "a password": (encrypted, "archive_encrypted", DEFAULT_LIMITS),
    "a way out": (lambda: zipped((f"../../etc/{NUMBER}.jpg", PHOTO)), "archive_suspicious", DEFAULT_LIMITS),
    "a way out in Windows": (lambda: zipped((f"..\\{NUMBER}.jpg", PHOTO)), "archive_suspicious", DEFAULT_LIMITS),
    "a drive": (lambda: zipped((f"C:/{NUMBER}.jpg", PHOTO)), "archive_suspicious", DEFAULT_LIMITS),
    "rare packing": (lambda: zipped(("a.jpg", PHOTO), method=zipfile.ZIP_LZMA), "archive_suspicious", DEFAULT_LIMITS),
    "entries in one another": (overlapping, "archive_bomb", DEFAULT_LIMITS),
    "too much inside": (lambda: ONE, "archive_bomb", replace(DEFAULT_LIMITS, unpacked_bytes=10_000)),
    "too many": (
        lambda: zipped(*((f"{number}.jpg", b"x") for number in range(31))),
        "archive_too_many",
        replace(DEFAULT_LIMITS, photos=30),
    ),
    "a million": (
        lambda: ONE[:-22] + struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 65_535, 65_535, 60_000_000, 0, 0),
        "archive_too_many",
        DEFAULT_LIMITS,
    ),
    "a million behind one": (lambda: with_large_end(1_000_000, 60_000_000), "archive_too_many", DEFAULT_LIMITS),
    "too large": (lambda: ONE, "archive_too_large", replace(DEFAULT_LIMITS, archive_bytes=1_000)),
}


@pytest.mark.parametrize("name", REFUSED)
def test_an_archive_that_cannot_be_trusted_is_refused_as_a_whole(name: str) -> None:
    made, code, limits = REFUSED[name]
    with pytest.raises(PhotoRefused) as refused:
        members_of(made(), limits)
    assert refused.value.code == code
    assert all("{" not in text for text in messages.explain(refused.value.code, refused.value.params))


def test_an_honest_archive_of_zip64_is_read() -> None:
    directory, end = ONE.index(b"PK\x01\x02"), ONE.index(b"PK\x05\x06")
    assert codes_of(members_of(with_large_end(1, end - directory))) == [""]


def test_what_is_wrong_with_one_photo_does_not_harm_the_others() -> None:
    other = jpeg(of_seed(8))
    content = zipped(
        (f"照片/{NUMBER}.jpg", PHOTO),
        ("照片/合影.jpg", jpeg(of_seed(9))),
        ("110101199003077600.zip", ONE),
        ("110101199003077601.jpg", b"\xff\xd8\xff" + b"\x00" * 99),
        ("110101199003077602.png", jpeg(of_seed(10))),
        ("110101199003077603.jpg", png_bomb()),
        ("110101199003077604.jpg.exe", b"MZ\x00"),
        ("110101199003077605.jpg", b"\x00" * 12_000_000),
        (f"再来一张/{NUMBER}_1.JPG", jpeg(of_seed(11))),
        ("110101199003077606.jpg", PHOTO),
        ("Thumbs.db", b"x"),
        ("110101199003077607.jpg", other),
    )
    members = members_of(content)
    assert codes_of(members) == [
        "", "no_number", "nested_archive", "damaged", "disguised", "disguised", "wrong_format", "file_too_large",
        "number_twice", "photo_twice", "",
    ]  # fmt: skip
    assert [member.judged.card is None for member in members] == [code != "" for code in codes_of(members)]
    assert (members[0].name, members[0].number) == (f"{NUMBER}.jpg", NUMBER)


def test_a_member_whose_bytes_do_not_fit_its_sum_is_told() -> None:
    content = bytearray(zipped(("110101199003077600.jpg", PHOTO), (f"{NUMBER}.jpg", jpeg(of_seed(8)))))
    content[2_000] ^= 0xFF
    assert codes_of(members_of(bytes(content))) == ["member_damaged", ""]


def test_names_written_by_chinese_windows_are_read() -> None:
    content = zipped(("PLACE_110101199003077571.jpg", PHOTO), method=zipfile.ZIP_STORED)
    content = content.replace(b"PLACE", "张乙x".encode("gb18030"))
    assert [member.name for member in members_of(content)] == ["张乙x_110101199003077571.jpg"]


ENDS = "inspector_failed"


@pytest.mark.usefixtures("started")
@pytest.mark.parametrize(
    ("limits", "found"),
    [
        (replace(DEFAULT_LIMITS, photos_of_a_child=5), ["", ENDS, ENDS, "too_slow", "", ""]),
        (replace(DEFAULT_LIMITS, broken_children=2), ["", ENDS, ENDS, "given_up", "given_up", "given_up"]),
        (replace(DEFAULT_LIMITS, seconds=-1.0), ["given_up"] * 6),
    ],
)
def test_a_photo_that_ends_the_child_is_named_and_the_next_child_goes_on(
    limits: PhotoLimits, found: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inspect, "_MODULE", "shebao.documents.photos.tests.frail")
    contents = [PHOTO, KILL + b"1", KILL + b"2", b"never end", jpeg(of_seed(8)), jpeg(of_seed(9))]
    archive = zipped(*((f"1101011990030776{at:02}.jpg", content) for at, content in enumerate(contents)))
    assert codes_of(members_of(archive, replace(limits, seconds_of_one=1))) == found


@pytest.mark.usefixtures("started")
def test_memory_is_bounded_for_each_photo() -> None:
    limits = replace(DEFAULT_LIMITS, memory_bytes=150 * 1024 * 1024)
    content = zipped(
        ("110101199003077600.png", drawn.file(Image.new("RGB", (4_500, 4_500)), "PNG")), (f"{NUMBER}.jpg", PHOTO)
    )
    assert codes_of(members_of(content, limits)) == ["too_heavy", ""]


@pytest.mark.usefixtures("started")
def test_a_child_that_takes_too_long_is_told() -> None:
    found = inspect.judge(io.BytesIO(PHOTO), SPEC, limits=replace(DEFAULT_LIMITS, seconds_of_one=-1))
    assert [problem.code for problem in found.problems] == ["too_slow"]
