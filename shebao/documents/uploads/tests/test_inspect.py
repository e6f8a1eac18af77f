"""Attachments: honest ones come through clean, hostile and odd ones are refused with their own reason."""

import io
import struct
import time
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PIL import Image

from shebao.documents.uploads.inspect import Accepted, inspect_attachment
from shebao.documents.uploads.limits import DEFAULT_LIMITS, AttachmentLimits
from shebao.documents.uploads.problems import CATALOGUE, UploadRefused

Inspect = Callable[..., Accepted]
Dictionary = pikepdf.Dictionary
Name = pikepdf.Name


@pytest.fixture
def inspect(tmp_path: Path) -> Inspect:
    def inspecting(content: bytes, filename: str, limits: AttachmentLimits = DEFAULT_LIMITS) -> Accepted:
        path = tmp_path / "upload"
        path.write_bytes(content)
        return inspect_attachment(path, filename, limits=limits)

    return inspecting


def image(kind: str = "JPEG", mode: str = "RGB", size: tuple[int, int] = (40, 20), **options: Any) -> bytes:
    target = io.BytesIO()
    Image.new(mode, size).save(target, format=kind, **options)
    return target.getvalue()


def with_place() -> bytes:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    exif.get_ifd(0x8825)[1] = "N"
    return image(exif=exif.tobytes(), comment=b"secret")


def chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">L", len(content)) + name + content + struct.pack(">L", zlib.crc32(name + content))


def png_bomb(side: int = 13_000) -> bytes:
    header = chunk(b"IHDR", struct.pack(">LLBBBBB", side, side, 1, 0, 0, 0, 0))
    data = chunk(b"IDAT", zlib.compress(b"\x00" * ((side // 8 + 1) * side), 9))
    return b"\x89PNG\r\n\x1a\n" + header + data + chunk(b"IEND", b"")


def pdf(change: Callable[[pikepdf.Pdf], None] = lambda _: None, pages: int = 1, **options: Any) -> bytes:
    made = pikepdf.new()
    for _ in range(pages):
        made.add_blank_page()
    change(made)
    target = io.BytesIO()
    made.save(target, **options)
    return target.getvalue()


def script(made: pikepdf.Pdf) -> Any:
    return made.make_indirect(Dictionary(S=Name.JavaScript, JS="app.alert(1)"))


def on_opening(made: pikepdf.Pdf) -> None:
    made.Root.OpenAction = script(made)


def on_opening_launch(made: pikepdf.Pdf) -> None:
    made.Root.OpenAction = Dictionary(S=Name.Launch, F="calc.exe")


def on_opening_goes_to_page(made: pikepdf.Pdf) -> None:
    made.Root.OpenAction = pikepdf.Array([made.pages[0].obj, Name.Fit])


def in_names(made: pikepdf.Pdf) -> None:
    made.Root.Names = Dictionary(JavaScript=Dictionary(Names=pikepdf.Array(["x", script(made)])))


def on_page(made: pikepdf.Pdf) -> None:
    made.pages[0].obj.AA = Dictionary(O=script(made))


def on_link(made: pikepdf.Pdf) -> None:
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, A=Dictionary(S=Name.Launch, F="calc.exe"))
    made.pages[0].obj.Annots = pikepdf.Array([link])


def with_form(made: pikepdf.Pdf) -> None:
    made.Root.AcroForm = Dictionary(XFA="x", Fields=pikepdf.Array())


def with_file(made: pikepdf.Pdf) -> None:
    made.attachments["evil.exe"] = b"MZ"


def deep(made: pikepdf.Pdf) -> None:
    inner = Dictionary(S=Name.JavaScript)
    for _ in range(100):
        inner = Dictionary(X=inner)
    made.Root.Deep = inner


def with_archive_behind(content: bytes) -> bytes:
    target = io.BytesIO(content)
    with zipfile.ZipFile(target, "a") as archive:
        archive.writestr("x.txt", "x")
    return target.getvalue()


PDF, JPEG, PNG = pdf(), image(), image("PNG")
ENCRYPTED = pdf(encryption=pikepdf.Encryption(owner="a", user="b"))
RESTRICTED = pdf(encryption=pikepdf.Encryption(owner="a", user=""))
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'

FILES: dict[str, tuple[str, bytes, str]] = {
    "zero bytes": ("file_empty", b"", "a.pdf"),
    "svg": ("wrong_type", SVG, "a.svg"),
    "svg as png": ("wrong_content", SVG, "a.png"),
    "html": ("wrong_type", b"<html>", "a.html"),
    "html as pdf": ("wrong_content", b"<html>", "a.pdf"),
    "word": ("wrong_type", b"PK\x03\x04", "a.docx"),
    "ole as pdf": ("wrong_content", b"\xd0\xcf\x11\xe0", "a.pdf"),
    "program as jpg": ("wrong_content", b"MZ\x90", "a.jpg"),
    "gif": ("wrong_type", b"GIF89a", "a.gif"),
    "gif as png": ("wrong_content", b"GIF89a", "a.png"),
    "no extension": ("wrong_type", PDF, "a"),
    "jpeg as png": ("wrong_content", JPEG, "a.png"),
    "png as jpeg": ("wrong_content", PNG, "a.jpg"),
    "pdf as jpeg": ("wrong_content", PDF, "a.jpg"),
    "two extensions": ("bad_name", PDF, "a.php.pdf"),
    "program at the end": ("wrong_type", PDF, "a.pdf.exe"),
    "turned name": ("bad_name", PDF, "a\u202efdp.pdf"),
    "nul in the name": ("bad_name", PDF, "a.php\x00.pdf"),
    "path in the name": ("bad_name", PDF, "../a.pdf"),
    "long name": ("bad_name", PDF, "a" * 300 + ".pdf"),
    "empty name": ("bad_name", PDF, ""),
    "pixel bomb": ("image_too_large", png_bomb(), "a.png"),
    "cut jpeg": ("image_damaged", image(size=(500, 500))[:1500], "a.jpg"),
    "only jpeg magic": ("image_damaged", b"\xff\xd8\xff\xe0", "a.jpg"),
    "only png magic": ("image_damaged", b"\x89PNG\r\n\x1a\n", "a.png"),
    "no pixels": ("image_damaged", PNG[:33], "a.png"),
    "only pdf magic": ("wrong_content", b"%PDF-1.7\n", "a.pdf"),
    "empty pdf body": ("pdf_damaged", b"%PDF-1.7\n%%EOF\n", "a.pdf"),
    "pdf with an archive behind": ("wrong_content", with_archive_behind(PDF), "a.pdf"),
    "pdf with a page behind": ("wrong_content", PDF + b"<html><script>alert(1)</script></html>", "a.pdf"),
    "pdf with a password": ("pdf_encrypted", ENCRYPTED, "a.pdf"),
    "pdf with restrictions": ("pdf_encrypted", RESTRICTED, "a.pdf"),
    "script on opening": ("pdf_active", pdf(on_opening), "a.pdf"),
    "program on opening": ("pdf_active", pdf(on_opening_launch), "a.pdf"),
    "named script": ("pdf_active", pdf(in_names), "a.pdf"),
    "script on a page": ("pdf_active", pdf(on_page), "a.pdf"),
    "program behind a link": ("pdf_active", pdf(on_link), "a.pdf"),
    "script in packed objects": (
        "pdf_active",
        pdf(on_link, object_stream_mode=pikepdf.ObjectStreamMode.generate),
        "a.pdf",
    ),
    "xfa form": ("pdf_active", pdf(with_form), "a.pdf"),
    "embedded file": ("pdf_embedded", pdf(with_file), "a.pdf"),
    "too many pages": ("pdf_too_many_pages", pdf(pages=201), "a.pdf"),
    "no page": ("pdf_empty", pdf(pages=0), "a.pdf"),
    "nested too deep": ("pdf_too_complex", pdf(deep), "a.pdf"),
}


@pytest.mark.parametrize("name", FILES)
def test_refused_with_its_reason(name: str, inspect: Inspect, tmp_path: Path) -> None:
    code, content, filename = FILES[name]
    started = time.monotonic()
    with pytest.raises(UploadRefused) as refused:
        inspect(content, filename)
    assert refused.value.code == code
    assert "{" not in refused.value.text() + refused.value.remedy()
    assert time.monotonic() - started < 5
    assert not (tmp_path / "upload.clean").exists()


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "I;16"])
def test_images_of_all_modes_come_through(kind: str, mode: str, inspect: Inspect) -> None:
    if (kind, mode) in [("JPEG", "LA"), ("JPEG", "P"), ("JPEG", "RGBA"), ("JPEG", "I;16"), ("PNG", "CMYK")]:
        with pytest.raises(OSError, match="cannot write mode"):
            image(kind, mode)
        return
    accepted = inspect(image(kind, mode), "照片.jpg" if kind == "JPEG" else "照片.PNG")
    with Image.open(accepted.path) as clean:
        clean.load()
        assert (clean.format, clean.size) == (kind, (40, 20))
    assert accepted.pages == 1


@pytest.mark.usefixtures("started")
def test_an_image_loses_its_metadata_and_stands_upright(inspect: Inspect) -> None:
    accepted = inspect(with_place(), "a.jpeg")
    assert accepted.kind == "jpeg"
    with Image.open(accepted.path) as clean:
        assert clean.size == (20, 40)
        assert not clean.getexif()
        assert "comment" not in clean.info
    assert b"Exif" not in accepted.path.read_bytes()


def test_what_is_behind_an_image_does_not_come_through(inspect: Inspect) -> None:
    accepted = inspect(with_archive_behind(JPEG), "a.jpg")
    assert not zipfile.is_zipfile(accepted.path)


@pytest.mark.usefixtures("started")
@pytest.mark.parametrize("content", [PDF, pdf(pages=200), pdf(on_opening_goes_to_page)])
def test_an_honest_pdf_is_kept_unchanged(content: bytes, inspect: Inspect) -> None:
    accepted = inspect(content, "劳动合同 2024.03.pdf")
    assert accepted.kind == "pdf"
    assert accepted.pages in (1, 200)
    assert accepted.path.read_bytes() == content


def test_size_and_pixels_are_limited(inspect: Inspect) -> None:
    with pytest.raises(UploadRefused) as refused:
        inspect(PDF, "a.pdf", replace(DEFAULT_LIMITS, file_bytes=100))
    assert refused.value.code == "file_too_large"
    with pytest.raises(UploadRefused) as refused:
        inspect(JPEG, "a.jpg", replace(DEFAULT_LIMITS, pixels=799))
    assert refused.value.code == "image_too_large"


@pytest.mark.usefixtures("started")
@pytest.mark.parametrize(
    ("code", "limits"),
    [
        ("too_slow", replace(DEFAULT_LIMITS, wall_seconds=0.001)),
        ("too_heavy", replace(DEFAULT_LIMITS, memory_bytes=150 * 1024 * 1024)),
        ("too_heavy", replace(DEFAULT_LIMITS, memory_bytes=1024)),
    ],
)
def test_a_child_that_fails_is_told(code: str, limits: AttachmentLimits, inspect: Inspect) -> None:
    with pytest.raises(UploadRefused) as refused:
        inspect(image(size=(4999, 4999), quality=10), "a.jpg", limits)
    assert refused.value.code == code


@pytest.mark.usefixtures("started")
def test_a_child_that_crashes_is_told(inspect: Inspect, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shebao.documents.uploads.inspect._MODULE", "shebao.documents.uploads.absent")
    with pytest.raises(UploadRefused) as refused:
        inspect(JPEG, "a.jpg")
    assert refused.value.code == "inspector_failed"


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(UploadRefused) as refused:
        inspect_attachment(tmp_path / "none", "a.pdf")
    assert refused.value.code == "file_missing"


def test_every_reason_has_words() -> None:
    for explanation in CATALOGUE.values():
        assert explanation.text.endswith("。")
        assert explanation.remedy.endswith("。")
