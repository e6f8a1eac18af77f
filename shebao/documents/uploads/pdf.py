"""Looking through a PDF for everything that acts by itself or carries something else."""

from collections.abc import Iterator
from typing import Any, BinaryIO, Final

import pikepdf

from shebao.documents.uploads.problems import UploadRefused

_ACTING: Final = frozenset(
    {
        "/GoToE",
        "/GoToR",
        "/ImportData",
        "/JavaScript",
        "/Launch",
        "/Movie",
        "/Rendition",
        "/ResetForm",
        "/RichMediaExecute",
        "/SetOCGState",
        "/Sound",
        "/SubmitForm",
    }
)
_ACTING_KEYS: Final = frozenset({"/AA", "/JS", "/JavaScript", "/RichMediaContent", "/XFA"})
_EMBEDDING_KEYS: Final = frozenset({"/EF", "/EmbeddedFiles", "/AF"})
_DEEPEST: Final = 32


def check_pdf(source: BinaryIO, pages: int, objects: int) -> int:
    """The number of pages; UploadRefused if the file acts, embeds, is encrypted, too long or broken."""
    try:
        with pikepdf.open(source, suppress_warnings=True) as pdf:
            return _checked(pdf, pages, objects)
    except pikepdf.PasswordError as locked:
        raise UploadRefused("pdf_encrypted") from locked
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, IndexError, OverflowError, RuntimeError) as broken:
        raise UploadRefused("pdf_damaged") from broken


def _checked(pdf: pikepdf.Pdf, pages: int, objects: int) -> int:
    if pdf.is_encrypted:
        raise UploadRefused("pdf_encrypted")
    count = len(pdf.pages)
    if count == 0:
        raise UploadRefused("pdf_empty")
    if count > pages:
        raise UploadRefused("pdf_too_many_pages", {"pages": str(count), "limit": str(pages)})
    if len(pdf.objects) > objects:
        raise UploadRefused("pdf_too_complex")
    _check_opening(pdf.Root)
    for each in pdf.objects:
        _check_object(each)
    return count


def _check_opening(root: Any) -> None:
    """Opening at a page is harmless (many programs write it); any action on opening but going there is not."""
    action = root.get("/OpenAction")
    if isinstance(action, pikepdf.Dictionary) and str(action.get("/S")) != "/GoTo":
        raise UploadRefused("pdf_active")


def _check_object(top: Any) -> None:
    waiting = [(top, 0)]
    while waiting:
        each, depth = waiting.pop()
        if depth > _DEEPEST:
            raise UploadRefused("pdf_too_complex")
        if isinstance(each, (pikepdf.Dictionary, pikepdf.Stream)):
            _check_dictionary(each)
        waiting += [(inner, depth + 1) for inner in _direct(each)]


def _direct(each: Any) -> Iterator[Any]:
    """The containers written inside an object itself; what it refers to comes by itself."""
    if isinstance(each, (pikepdf.Dictionary, pikepdf.Stream)):
        values = [value for _, value in each.items()]
    elif isinstance(each, pikepdf.Array):
        values = list(each)
    else:
        return
    for value in values:
        if isinstance(value, (pikepdf.Dictionary, pikepdf.Array)) and not value.is_indirect:
            yield value


def _check_dictionary(each: Any) -> None:
    keys = set(each.keys())
    if keys & _EMBEDDING_KEYS or str(each.get("/Type")) == "/EmbeddedFile":
        raise UploadRefused("pdf_embedded")
    if keys & _ACTING_KEYS or str(each.get("/S")) in _ACTING:
        raise UploadRefused("pdf_active")
