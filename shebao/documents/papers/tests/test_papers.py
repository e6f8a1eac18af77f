"""Papers: deterministic, with every character that a name may have, whatever the facts say."""

import hashlib
import io
import zipfile
from pathlib import Path

import pikepdf
import pytest
from fontTools.ttLib import TTCollection, TTFont

from shebao.documents.limited.parent import ProcessLimits
from shebao.documents.papers import drawing, fonts
from shebao.documents.papers.drawing import CannotDraw, draw

EXTENSIONS = {
    "B": (0x20000, 0x2A6D6),
    "C": (0x2A700, 0x2B734),
    "D": (0x2B740, 0x2B81D),
    "E": (0x2B820, 0x2CEA1),
    "F": (0x2CEB0, 0x2EBE0),
}
"""The characters of GB 18030-2022 level 3 outside of the basic plane."""
TEMPLATE = "#let facts = json(bytes(sys.inputs.facts))\n#set text(font: facts.fonts, fallback: false)\n#facts.name\n"


@pytest.fixture
def template(tmp_path: Path) -> Path:
    path = tmp_path / "name.typ"
    path.write_text(TEMPLATE, encoding="utf-8")
    return path


def embedded(paper: bytes) -> set[str]:
    """Names of the fonts that are embedded in a PDF; every font has to be."""
    names = set()
    with pikepdf.open(io.BytesIO(paper)) as pdf:
        for font in pdf.pages[0].Resources.Font.values():
            descriptor = font.DescendantFonts[0].FontDescriptor
            assert "/FontFile2" in descriptor or "/FontFile3" in descriptor
            names.add(str(font.BaseFont).split("+")[1])
    return names


@pytest.mark.usefixtures("started")
def test_the_same_facts_give_the_same_bytes(template: Path) -> None:
    assert draw(template, {"name": "张𬍤"}) == draw(template, {"name": "张𬍤"})
    assert draw(template, {"name": "张𬍤"}) != draw(template, {"name": "张三"})


def test_only_the_fonts_that_are_needed_are_embedded(template: Path) -> None:
    assert embedded(draw(template, {"name": "欧阳娜·买买提 𠮷"})) == {"NotoSansCJKsc-Regular-Identity-H"}
    assert "ShebaoRareHan2B800" in embedded(draw(template, {"name": "王𫠃"}))


def test_every_character_of_gb_18030_has_a_font() -> None:
    usual = TTCollection(str(fonts.USUAL_FOLDER / fonts.USUAL_FILE), lazy=True).fonts[2]
    assert usual["name"].getDebugName(1) == fonts.USUAL
    known = set(usual.getBestCmap())
    with zipfile.ZipFile(fonts.RARE) as archive:
        for name in archive.namelist():
            font = TTFont(io.BytesIO(archive.read(name)), lazy=True)
            characters = set(font.getBestCmap())
            block = int(name.removesuffix(".ttf"), 16)
            assert {fonts.block_of(one) for one in characters} == {block}
            assert font["name"].getDebugName(1) == fonts.family_of(block)
            known |= characters
    missing = {name: sum(one not in known for one in range(a, b + 1)) for name, (a, b) in EXTENSIONS.items()}
    assert missing == dict.fromkeys(EXTENSIONS, 0)
    assert set(range(0x4E00, 0x9FA6)) <= known


def test_the_archive_is_the_one_that_was_made() -> None:
    stated = (fonts.RARE.parent / "SHA256SUMS").read_text(encoding="utf-8").split()[0]
    assert hashlib.sha256(fonts.RARE.read_bytes()).hexdigest() == stated


@pytest.mark.parametrize("name", ["\U00031350", "\ue000", "甲\u0007乙", "😀", "ئۇيغۇر"])
def test_a_character_without_a_font_leaves_a_box_and_can_be_read_out(template: Path, name: str) -> None:
    assert draw(template, {"name": f"北京{name}公司"}).startswith(b"%PDF-")


@pytest.mark.parametrize(
    "name", ["#panic(1)", "$x$ *y* _z_ [w] \\ \" ' ` <l> @r", '#read("/etc/passwd")', "", "某" * 5000]
)
def test_facts_are_text_and_never_run(template: Path, name: str) -> None:
    assert draw(template, {"name": name}).startswith(b"%PDF-")


def test_a_template_that_does_not_fit_is_told(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.typ"
    wrong.write_text("#let facts = json(bytes(sys.inputs.facts))\n#facts.absent", encoding="utf-8")
    with pytest.raises(CannotDraw):
        draw(wrong, {})


@pytest.mark.usefixtures("started")
def test_a_paper_that_never_ends_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:

    endless = tmp_path / "endless.typ"
    endless.write_text("#{ let n = 0; while n < 9000 { n = n + 1; for m in range(9000) { let k = m * n } } }", "utf-8")
    monkeypatch.setattr(drawing, "_LIMITS", ProcessLimits(3 * 1024**3, 1, 3.0, 1024))
    with pytest.raises(CannotDraw):
        draw(endless, {})


@pytest.mark.usefixtures("started")
def test_a_paper_that_needs_too_much_memory_is_given_up(template: Path, monkeypatch: pytest.MonkeyPatch) -> None:

    monkeypatch.setattr(drawing, "_LIMITS", ProcessLimits(64 * 1024**2, 10, 20.0, 1024))
    with pytest.raises(CannotDraw):
        draw(template, {"name": "甲"})
