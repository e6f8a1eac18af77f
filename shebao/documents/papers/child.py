"""The child process that draws: the template is its standard input, the PDF goes to a descriptor that it was given."""

import json
import os
from pathlib import Path
from typing import Any, BinaryIO, Final

import typst

from shebao.documents.limited.child import Send, serve
from shebao.documents.papers import FACTS, fonts

_ARCHIVAL: "Final[list[typst.PDFStandard]]" = ["a-2u"]
_NO_MOMENT: Final = 0
"""Moment of creation that the file names: always the same, so that the bytes depend on the facts alone."""


class Undrawable(Exception):  # noqa: N818 (told to the parent as a problem)
    """The template does not fit its facts."""

    code = "undrawable"

    def __init__(self, why: str) -> None:
        self.params = {"why": why}
        super().__init__(why)


def draw(source: BinaryIO, request: dict[str, Any], send: Send) -> None:
    """Draw the paper and say so."""
    folder = Path(request["folder"])
    text = (folder / FACTS).read_text(encoding="utf-8")
    families, facts = fonts.lay_out(text, folder), json.loads(text)
    told = json.dumps({**facts, "fonts": families}, ensure_ascii=False)
    library = typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(fonts.USUAL_FOLDER), str(folder)],
    )
    compiler = typst.Compiler(root=folder, font_paths=library, sys_inputs={"facts": told})
    paper = _compiled(compiler, source.read())
    with os.fdopen(request["target"], "wb") as target:
        target.write(paper)
    send({"done": True})


def _compiled(compiler: typst.Compiler, template: bytes) -> bytes:
    """The paper as a file fit for archives.

    Those may hold no character without a picture. Where a name has one that no font knows (extensions G and later, a
    private character of an older system), the paper is made without that claim: it shows a box there, and the
    character can still be read out of the file.
    """
    try:
        return _pdf(compiler, template, _ARCHIVAL)
    except typst.TypstError:
        pass
    try:
        return _pdf(compiler, template, [])
    except typst.TypstError as error:
        raise Undrawable(error.message) from error


def _pdf(compiler: typst.Compiler, template: bytes, standards: "list[typst.PDFStandard]") -> bytes:
    paper = compiler.compile(template, format="pdf", pdf_standards=standards, timestamp=_NO_MOMENT)
    return paper if isinstance(paper, bytes) else b"".join(paper or [])


if __name__ == "__main__":
    serve(draw, Undrawable)
