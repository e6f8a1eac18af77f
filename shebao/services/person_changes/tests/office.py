"""A clerk who changes persons' data without pages, with employees on record; and officers who decide."""

import io
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Final

from openpyxl import Workbook

from shebao.access import actions as access
from shebao.access.models import PostKind, User, UserKind
from shebao.audit.actions import Actor, action
from shebao.declarations import actions as declarations
from shebao.declarations.models import Declaration
from shebao.documents import actions as documents
from shebao.employers.models import Employer
from shebao.employment.models import Contract
from shebao.persons.models import Person
from shebao.review import actions as review
from shebao.review import queries as cases
from shebao.review.models import Case, Verdict
from shebao.services.bases.tests.office import Office as Workplace
from shebao.services.enrolment.asking import Authorities
from shebao.services.enrolment.tests.desk import LONG_AGO, SYSTEM, Pension, Registry
from shebao.services.person_changes import actions
from shebao.services.person_changes.actions import LINE, SERVICE
from shebao.services.person_changes.fields import COLUMNS, NEW, REASON
from shebao.worker import steps

NOW: Final = datetime(2024, 2, 5, 2, tzinfo=UTC)
CITIZEN: Final = "居民身份证（户口簿）"


@dataclass
class Office:
    """Files for one employer."""

    employer: Employer
    registry: Registry = field(default_factory=Registry)
    now: datetime = NOW
    user_id: int = 1_000_001
    name: str = "经办人"
    workplace: Workplace | None = None

    @property
    def actor(self) -> Actor:
        return Actor("user", self.name, "portal", user_id=self.user_id, employer_id=self.employer.pk)

    def employ(self, count: int = 1, **known: object) -> list[Person]:
        """People under contract, with what is on record of each."""
        workplace = self.workplace = self.workplace or Workplace(self.employer)
        people = [one.person for one in workplace.employ(count)]
        if known:
            with action(SYSTEM, "know"):
                Person.objects.filter(pk__in=[one.pk for one in people]).update(**known)
            for one in people:
                one.refresh_from_db()
        return people

    def leave(self, person: Person, last_day: date) -> None:
        """The employment ends."""
        with action(SYSTEM, "leave"):
            Contract.objects.filter(person=person).update(ended_on=last_day, end_reason="T37")

    def draft(
        self, person: Person, typed: Mapping[str, str], *, also: Sequence[str] = (), why: str = ""
    ) -> Declaration:
        """A filing by page that changes these items, and those in `also` to what follows from them."""
        draft = actions.choose(self.actor, person, [*typed, *also], client_key=str(uuid.uuid4()), now=self.now)
        new = {f"{NEW}{item}": text for item, text in typed.items()} | {REASON: why}
        return actions.keep(self.actor, draft, person, [*typed, *also], new, now=self.now)

    def prove(self, draft: Declaration, paper: str) -> None:
        """A paper with the filing."""
        documents.keep(
            self.actor, io.BytesIO(b"proof"), name="证明.png", kind="png", purpose=paper,
            employer_id=self.employer.pk, declaration_id=draft.pk, line_no=LINE,
        )  # fmt: skip

    def check(self, draft: Declaration) -> Declaration:
        declarations.submit(self.actor, draft.pk, now=self.now)
        return self.work(draft)

    def checked(
        self, person: Person, typed: Mapping[str, str], *, also: Sequence[str] = (), papers: Sequence[str] = ()
    ) -> Declaration:
        """A filing by page as far as its check."""
        draft = self.draft(person, typed, also=also)
        for paper in papers:
            self.prove(draft, paper)
        return self.check(draft)

    def changed(
        self, person: Person, typed: Mapping[str, str], *, also: Sequence[str] = (), papers: Sequence[str] = ()
    ) -> Declaration:
        """A filing by page, confirmed."""
        return self.confirm(self.checked(person, typed, also=also, papers=papers))

    def by_workbook(self, rows: Sequence[Mapping[str, str]]) -> Declaration:
        """A filing by workbook as far as its check."""
        return self.check(self.upload(rows))

    def upload(self, rows: Sequence[Mapping[str, str]]) -> Declaration:
        """A draft with this workbook."""
        draft = declarations.begin(
            self.actor, service=SERVICE, employer_id=self.employer.pk, single=False, client_key=str(uuid.uuid4()),
            now=self.now,
        )  # fmt: skip
        stored = documents.keep(
            self.actor, io.BytesIO(workbook(rows)), name="信息变更.xlsx", kind="xlsx", purpose="workbook",
            employer_id=self.employer.pk, declaration_id=draft.pk,
        )  # fmt: skip
        declarations.put_workbook(self.actor, draft.pk, stored.pk, now=self.now)
        return draft

    def confirm(self, checked: Declaration) -> Declaration:
        actions.confirm(self.actor, checked.pk, checked.content_version, now=self.now)
        return self.work(checked)

    def decide(
        self, officer: User, declaration: Declaration, verdict: Verdict = Verdict.APPROVE, reason: str = ""
    ) -> Declaration:
        """An officer decides on the open case, and the worker carries it out."""
        case = Case.objects.get(declaration=declaration, state="open")
        actor = Actor("user", officer.name, "office", user_id=officer.pk)
        review.decide(actor, case.pk, verdict, reason=reason, seen_version=cases.version(case), now=self.now)
        return self.work(declaration)

    def work(self, declaration: Declaration) -> Declaration:
        """Let the worker do all that is due, and look again."""
        steps.work(Authorities(self.registry, Pension()), lambda: self.now)
        return Declaration.objects.get(pk=declaration.pk)


def row(person: Person, **changed: str) -> dict[str, str]:
    """A line of the workbook about a person."""
    return {"name": person.name, "document_type": CITIZEN, "document_number": person.document_number} | changed


def workbook(rows: Sequence[Mapping[str, str]]) -> bytes:
    """The template filled in."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append([column.title for column in COLUMNS])
    for one in rows:
        sheet.append([one.get(column.key) for column in COLUMNS])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def officer(serial: int, kind: PostKind = PostKind.FIRST_REVIEW) -> User:
    """An officer of the employer's district with one post."""
    user = access.create_user(
        SYSTEM, username=f"officer{serial}", name=f"审核员{serial}", kind=UserKind.OFFICER,
        identity_number=f"11010519700101123{serial}",
    )  # fmt: skip
    access.grant_post(SYSTEM, user.pk, district="110105", kind=kind, valid_from=LONG_AGO)
    return user
