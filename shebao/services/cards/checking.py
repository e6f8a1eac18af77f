"""Checking an employer's filing: photos looked at one after the other, then who they are of, under the rules.

An archive is read in groups, each in a transaction of its own, so that the clerk sees how far it is and 10,000 photos
never stand in memory. Checking again starts over, so it can be killed at any point.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Final

from shebao.audit.actions import Actor, action
from shebao.database import bulk
from shebao.declarations.models import Declaration, LineState, State
from shebao.declarations.timeline import tell
from shebao.documents import queries as documents
from shebao.documents import storage
from shebao.documents.actions import clean_name
from shebao.documents.models import StoredFile
from shebao.documents.photos import messages
from shebao.documents.photos.verdicts import PhotoRefused
from shebao.kernel.clock import day_of
from shebao.kernel.findings import Finding, Severity, hard, worst
from shebao.law import law
from shebao.notices.actions import News
from shebao.notices.actions import tell as tell_clerks
from shebao.services.cards import facts, pictures, rules
from shebao.services.cards.actions import KIND, PERSON
from shebao.services.cards.basis import HANDED_IN, basis
from shebao.services.cards.catalogue import PHOTO
from shebao.services.cards.models import CardLine, Photo
from shebao.services.cards.pictures import Looked
from shebao.services.cards.queries import FIRST, LINE
from shebao.services.lines import findings, standing

ENGINE: Final = Actor.system("制卡照片检查")
GROUP: Final = 200
"""Photos in one transaction."""
PREVIEWS: Final = (pictures.CROP, pictures.PRINT)
"""Kept of single filings, whose clerk looks at them."""
_ID_DIGITS: Final = 19


@dataclass(frozen=True, slots=True)
class Seen:
    """One photo of a filing on its way into a line: its file name, the number that this names, its digest."""

    line_no: int
    name: str
    number: str
    sha256: str
    looked: Looked


def check(declaration: Declaration, _authorities: object, now: datetime) -> None:
    """Check a filing that is in state checking; afterwards it is checked, or unreadable."""
    _begin(declaration)
    seen = _seen(declaration, day_of(now))
    try:
        while group := list(islice(seen, GROUP)):
            _keep(declaration, group)
    except PhotoRefused as refused:
        _refuse(declaration, refused)
    else:
        _judge(declaration, now)


def _begin(declaration: Declaration) -> None:
    """Forget what an earlier check left."""
    with action(ENGINE, "begin_check", subject=f"declaration:{declaration.pk}"):
        bulk.run(__file__, "clear", {"declaration": declaration.pk})
        before = StoredFile.objects.filter(declaration_id=declaration.pk, removed_at=None)
        before.filter(purpose__in=(pictures.PURPOSE, *PREVIEWS)).update(removed_at=declaration.step_since)
        declaration.lines = declaration.good = declaration.bad = declaration.to_review = 0
        declaration.save(update_fields=["lines", "good", "bad", "to_review"])


def _seen(declaration: Declaration, today: date) -> Iterator[Seen]:
    """The photos of the filing in order."""
    if declaration.single:
        yield _single(declaration, today)
        return
    stored = StoredFile.objects.get(pk=declaration.workbook_id or 0)
    with storage.read(stored.path) as archive:
        for line_no, member in enumerate(pictures.members(archive, today), 1):
            looked = pictures.looked(member.judged)
            yield Seen(line_no, clean_name(member.name), member.number or "", member.photo_bytes_sha256, looked)


def _single(declaration: Declaration, today: date) -> Seen:
    photos = documents.of_lines(declaration.pk, line_nos=[LINE], purpose=HANDED_IN)
    photo = photos[-1] if photos else None
    looked = pictures.look_at_stored(photo, today)
    return Seen(LINE, photo.name if photo else "", "", photo.sha256 if photo else "", looked)


def _keep(declaration: Declaration, group: Sequence[Seen]) -> None:
    """One transaction: lines of a group with their pictures and what was found of the photos."""
    with action(ENGINE, "read_photos", subject=f"declaration:{declaration.pk}", details={"photos": len(group)}):
        purposes = (pictures.PURPOSE, *PREVIEWS) if declaration.single else (pictures.PURPOSE,)
        kept = StoredFile.objects.bulk_create(
            _picture(declaration, one, purpose) for one in group for purpose in purposes if one.looked.content(purpose)
        )
        ids = {stored.line_no: stored.pk for stored in kept if stored.purpose == pictures.PURPOSE}
        CardLine.objects.bulk_create(_line(declaration, one, ids.get(one.line_no)) for one in group)
        findings.write(declaration.pk, [(one.line_no, one.looked.findings) for one in group])
        declaration.lines += len(group)
        declaration.save(update_fields=["lines"])


def _picture(declaration: Declaration, one: Seen, purpose: str) -> StoredFile:
    return pictures.written(
        one.looked,
        name=one.name,
        employer_id=declaration.employer_id,
        declaration_id=declaration.pk,
        line_no=one.line_no,
        purpose=purpose,
    )


def _line(declaration: Declaration, one: Seen, picture_id: int | None) -> CardLine:
    return CardLine(
        declaration=declaration,
        line_no=one.line_no,
        employer_id=declaration.employer_id,
        state=LineState.READ,
        document_number=one.number,
        kind=_kind(declaration),
        photo=one.looked.photo,
        photo_name=one.name,
        photo_sha256=one.sha256,
        picture_id=picture_id,
        person_id=_person(declaration) if declaration.single else 0,
    )


def _kind(declaration: Declaration) -> str:
    """What is applied for; archives are for first cards."""
    return str(declaration.payload.get(KIND, ""))[:8] if declaration.single else FIRST


def _person(declaration: Declaration) -> int:
    text = str(declaration.payload.get(PERSON, ""))
    return int(text) if text.isascii() and text.isdigit() and len(text) < _ID_DIGITS else 0


# Whose photos they are -------------------------------------------------------------------------------


def _judge(declaration: Declaration, now: datetime) -> None:
    """Second part: whose photos they are, whether they may apply, and where each line stands."""
    today = day_of(now)
    with action(ENGINE, "check_declaration", subject=f"declaration:{declaration.pk}"):
        bulk.run(__file__, "match", {"declaration": declaration.pk, "employer": declaration.employer_id})
        lines = list(CardLine.objects.filter(declaration_id=declaration.pk).order_by("line_no"))
        found = dict(of_lines(lines, rules.Setting.on(law(), today)))
        for line_no, twin in _twins(lines):
            found[line_no].append(twin)
        findings.write(declaration.pk, found.items())
        count = _mark(lines, found)
        declaration.basis = basis(declaration.pk, today)
        declaration.shown = None
        _conclude(declaration, count)


def _twins(lines: Sequence[CardLine]) -> Iterator[tuple[int, Finding]]:
    """Of photos that the check of photos took since the other one came later: which of two is meant, nobody can say.

    One photo of two people, and two photos of one person; the same photo of the same person again does no harm.
    """
    for code, same, differs in (("photo_twice", _digest, _number), ("number_twice", _number, _digest)):
        first: dict[str, CardLine] = {}
        for line in lines:
            one = first.setdefault(same(line), line) if same(line) else line
            if differs(one) != differs(line) and one.photo != Photo.BAD:
                first.pop(same(line))
                yield one.line_no, hard(f"{PHOTO}{code}", "photo", other=line.photo_name)


def _digest(line: CardLine) -> str:
    return line.photo_sha256


def _number(line: CardLine) -> str:
    return line.document_number


def of_lines(lines: Iterable[CardLine], given: rules.Setting) -> Iterator[tuple[int, list[Finding]]]:
    """What the rules say of the lines, by line number: whose photo it is, and whether that person may apply."""
    wanted = list(lines)
    known = facts.of_persons([one.person_id for one in wanted if one.person_id])
    for one in wanted:
        yield one.line_no, _of_person(one, known.get(one.person_id), given)


def _of_person(line: CardLine, known: facts.PersonFacts | None, given: rules.Setting) -> list[Finding]:
    """One whose number the photo's name does not give has been told so already."""
    if known is None:
        return [hard("person_unknown", "number")] if line.document_number or not line.photo_name else []
    against = rules.refusal(line.kind, known, given)
    return [] if against is None else [against]


def _mark(lines: Iterable[CardLine], found: dict[int, list[Finding]]) -> Counter[str]:
    """Write where each line stands; how many are good, bad, and to be looked at by an officer."""
    count = Counter[str]()
    marked = list(lines)
    for line in marked:
        bad = line.photo == Photo.BAD or not line.person_id or worst(found[line.line_no]) is Severity.HARD
        line.state = LineState.BAD if bad else LineState.GOOD
        line.needs_review = not bad and line.photo == Photo.UNSURE
        count["bad" if bad else "good"] += 1
        count["review"] += line.needs_review
    CardLine.objects.bulk_update(marked, ["state", "needs_review"], batch_size=1_000)
    return count


def _conclude(declaration: Declaration, count: Counter[str]) -> None:
    declaration.lines = count["good"] + count["bad"]
    declaration.good, declaration.bad, declaration.to_review = count["good"], count["bad"], count["review"]
    declaration.state = State.CHECKED
    declaration.finished_at = None
    declaration.next_step = None
    declaration.problem = None
    declaration.progress = 100
    declaration.save()
    tell(declaration, "checked", ENGINE.name, good=declaration.good, bad=declaration.bad)
    if not declaration.single:
        values = {"number": declaration.number, "good": declaration.good, "bad": declaration.bad}
        tell_clerks([News(declaration.employer_id, "checked", values, declaration.pk)])


def _refuse(declaration: Declaration, refused: PhotoRefused) -> None:
    """The archive as a whole cannot be taken: say why, keep nothing of it."""
    with action(ENGINE, "refuse_archive", subject=f"declaration:{declaration.pk}", details={"code": refused.code}):
        bulk.run(__file__, "clear", {"declaration": declaration.pk})
        standing.unreadable(
            declaration, refused.code, refused.params, messages.explain(refused.code, refused.params)[0], ENGINE.name
        )
