"""Photos: what the check in the limited child finds, as findings; the picture for the card, stored."""

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import BinaryIO, Final

from shebao.documents import storage
from shebao.documents.models import StoredFile
from shebao.documents.photos import inspect
from shebao.documents.photos.verdicts import Judged, Member, Verdict
from shebao.kernel.findings import Finding, hard, note, soft
from shebao.law import law
from shebao.law.card_photos import spec_on
from shebao.services.cards.catalogue import PHOTO
from shebao.services.cards.models import Photo

PURPOSE: Final = "card"
"""Purpose of a stored picture as it is printed on the card."""
CROP: Final = "card_crop"
"""That of the photo with the part that is cut out drawn in, for the page."""
PRINT: Final = "card_print"
"""That of the card as it will look, for the page."""
REVIEW_NEEDED: Final = "review_needed"
"""Code of the finding that an officer has to look; the others say why."""
MOST_BYTES: Final = 4 * 1024 * 1024
"""Far more than any of these pictures has."""
_PHOTOS: Final[Mapping[Verdict, Photo]] = {
    Verdict.GOOD: Photo.GOOD,
    Verdict.UNSURE: Photo.UNSURE,
    Verdict.BAD: Photo.BAD,
}


@dataclass(frozen=True, slots=True)
class Looked:
    """What was found of a photo; `picture` are the bytes for the card, empty where it is bad.

    `crop` shows the photo with the part that is cut out, `printed` the card; empty where it could not be opened.
    """

    photo: Photo
    findings: tuple[Finding, ...]
    picture: bytes
    crop: bytes = b""
    printed: bytes = b""

    def content(self, purpose: str) -> bytes:
        """The picture for a purpose; empty where there is none."""
        return {PURPOSE: self.picture, CROP: self.crop, PRINT: self.printed}[purpose]


MISSING: Final = Looked(Photo.BAD, (hard("photo_missing", "photo"),), b"")


def look_at(photo: BinaryIO, today: date) -> Looked:
    """Check one photo in the limited child. What cannot be read at all is bad, and says why."""
    return looked(inspect.judge(photo, spec_on(law(), today)))


def look_at_stored(stored: StoredFile | None, today: date) -> Looked:
    """The same of a stored photo; one that is not there is bad."""
    if stored is None:
        return MISSING
    try:
        with storage.read(stored.path) as photo:
            return look_at(photo, today)
    except storage.Missing:
        return MISSING


def members(archive: BinaryIO, today: date) -> Iterator[Member]:
    """The photos of an archive, one after the other, in bounded memory. Raises PhotoRefused for it as a whole."""
    return inspect.judge_zip(archive, spec_on(law(), today))


def looked(judged: Judged) -> Looked:
    """The check's answer as findings: hard where the photo is bad, soft where an officer has to look at it."""
    doubt = note if judged.verdict is Verdict.BAD else soft  # nobody has to verify what has to be mended
    found = [
        (hard if one.verdict is Verdict.BAD else doubt)(f"{PHOTO}{one.code}", "photo", **one.params)
        for one in judged.problems
    ]
    if judged.verdict is Verdict.UNSURE:
        found.append(soft(REVIEW_NEEDED, "photo"))
    pictures = (judged.card or b"", judged.preview or b"", judged.print_preview or b"")
    return Looked(_PHOTOS[judged.verdict], tuple(found), *pictures)


def written(
    one: Looked,
    *,
    name: str,
    employer_id: int | None,
    declaration_id: int | None = None,
    line_no: int | None = None,
    purpose: str = PURPOSE,
) -> StoredFile:
    """The row of a picture whose bytes were just put into the file store, not saved yet; inside an open action."""
    kept = storage.write(io.BytesIO(one.content(purpose)), max_bytes=MOST_BYTES)
    return StoredFile(
        employer_id=employer_id,
        declaration_id=declaration_id,
        line_no=line_no,
        purpose=purpose,
        name=name,
        kind="jpeg",
        size=kept.size,
        sha256=kept.sha256,
        path=kept.path,
    )
