"""Filings of the demonstration in every state that a visitor should see, made as clerks and officers make them.

The worker does its part, so it and the counterparties must be running. Every filing has a key of its own: told again,
a story goes on where it stopped, or stays as it is.
"""

import io
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from PIL import Image, ImageDraw

from city import cast
from city.people import Person
from city.persons import medical_outcome
from shebao.access.models import User
from shebao.audit.actions import Actor
from shebao.database.roles import Role, working_as
from shebao.declarations import actions, queries
from shebao.declarations.models import Declaration, State
from shebao.documents.actions import attach, keep
from shebao.employers.models import Employer
from shebao.generation.plan import demo_plan
from shebao.generation.workbook import Row, applicants, payload_of, row_of, write_rows
from shebao.kernel import clock
from shebao.kernel.errors import Unavailable
from shebao.review import actions as review
from shebao.review import queries as cases
from shebao.review.models import Case, CaseState, Verdict
from shebao.services.registration import actions as registration

SERVICE = "enrolment"
SEED = 1  # that of the counterparties which `shebao run` starts
_PATIENCE = 60.0
_MOST_BYTES = 16 * 1024**2


class WorkerSilent(Unavailable):
    """The worker did not do its part in time."""

    code = "worker_silent"
    message = "后台没有在规定时间内处理。"
    remedy = "请确认后台办理程序已启动,再运行一次。"


class Clerk:
    """A clerk of the cast, acting for one employer through the portal's database role."""

    def __init__(self, role: cast.Role, employer: str) -> None:
        user = User.objects.get(username=role.login)
        self.employer_id = Employer.objects.get(credit_code=employer).pk
        self.user_id = user.pk
        self.actor = Actor("user", user.name, "portal", user_id=user.pk, employer_id=self.employer_id)

    @contextmanager
    def _at_the_portal(self) -> Iterator[None]:
        with working_as(Role.PORTAL, self.user_id):
            yield

    def file(self, key: str, person: Person, *, proven: bool = False) -> Declaration:
        """Type one enrolment, with a proof of identity if need be, and have it checked."""
        declaration = self._begin(key, single=True)
        if declaration.state != State.DRAFT:
            return _settled(declaration)
        with self._at_the_portal():
            actions.save(self.actor, declaration.pk, payload_of(_row(person)), now=clock.now())
            if proven:
                self._prove(declaration)
            actions.submit(self.actor, declaration.pk, now=clock.now())
        return _settled(declaration)

    def upload(self, key: str, rows: Iterable[Row]) -> Declaration:
        """Upload a workbook and have it checked."""
        declaration = self._begin(key, single=False)
        if declaration.state != State.DRAFT:
            return _settled(declaration)
        with self._at_the_portal(), _workbook(rows) as source:
            stored = keep(
                self.actor,
                source,
                name="新入职人员.xlsx",
                kind="xlsx",
                purpose="workbook",
                employer_id=self.employer_id,
                declaration_id=declaration.pk,
                max_bytes=_MOST_BYTES,
            )
            actions.put_workbook(self.actor, declaration.pk, stored.pk, now=clock.now())
            actions.submit(self.actor, declaration.pk, now=clock.now())
        return _settled(declaration)

    def confirm(self, declaration: Declaration) -> Declaration:
        """Confirm what the check showed."""
        if declaration.state == State.CHECKED:
            with self._at_the_portal():
                registration.confirm(self.actor, declaration.pk, declaration.content_version, now=clock.now())
        return _settled(declaration)

    def _begin(self, key: str, *, single: bool) -> Declaration:
        with self._at_the_portal():
            return actions.begin(
                self.actor,
                service=SERVICE,
                employer_id=self.employer_id,
                single=single,
                client_key=key,
                now=clock.now(),
            )

    def _prove(self, declaration: Declaration) -> None:
        attach(
            self.actor,
            _picture(),
            name="证件.png",
            purpose="identity",
            employer_id=self.employer_id,
            declaration_id=declaration.pk,
            line_no=1,
        )


def _settled(declaration: Declaration) -> Declaration:
    """As it stands when the worker is done with it. Raises WorkerSilent."""
    found = queries.wait_for_worker(declaration.pk, seconds=_PATIENCE)
    if found.next_step is not None:
        raise WorkerSilent
    return found


def _row(person: Person) -> Row:
    return row_of(person, 0, clock.today())


@contextmanager
def _workbook(rows: Iterable[Row]) -> Iterator[io.BytesIO]:
    with tempfile.TemporaryDirectory(prefix="shebao-story-") as folder:
        path = Path(folder) / "workbook.xlsx"
        write_rows(path, rows)
        yield io.BytesIO(path.read_bytes())


def _picture() -> io.BytesIO:
    """What stands for the photograph of a document."""
    image = Image.new("RGB", (640, 400), "#dfe7ef")
    ImageDraw.Draw(image).rectangle((24, 24, 200, 240), fill="#8aa0b6", outline="#44586c", width=3)
    target = io.BytesIO()
    image.save(target, "PNG")
    return target


def waiting_for_confirmation() -> Declaration:
    """A workbook of twelve, three of them wrong, that its clerk has not confirmed yet."""
    rows = [row_of(person, index, clock.today()) for index, person in enumerate(_people(0, 12))]
    rows[2]["wage"] = ""
    rows[5]["mobile"] = "12345"
    rows[8]["ends_on"] = "2019-12-31"
    return Clerk(cast.CAREFUL_CLERK, cast.CAREFUL.credit_code).upload("demo-waiting", rows)


def medical_failures() -> Declaration:
    """Forty new employees of the huge employer; the medical authority will refuse at least two of them."""
    people = _people(40, 38) + _people(200, 2, lambda person: medical_outcome(person.number, SEED) == "failure")
    clerk = Clerk(cast.HUGE_CLERK, cast.HUGE.credit_code)
    rows = [row_of(person, index, clock.today()) for index, person in enumerate(people)]
    return clerk.confirm(clerk.upload("demo-medical", rows))


def effective() -> Declaration:
    """One enrolment that took effect at once."""
    clerk = Clerk(cast.LATE_CLERK, cast.LATE.credit_code)
    return clerk.confirm(clerk.file("demo-effective", _people(100, 1)[0]))


def in_review() -> Declaration:
    """A foreigner whose registration waits for an officer."""
    clerk = Clerk(cast.CAREFUL_CLERK, cast.CAREFUL.credit_code)
    return clerk.confirm(clerk.file("demo-review", cast.FOREIGNER, proven=True))


def in_review_elsewhere() -> Declaration:
    """Somebody about whom shared data is silent, filed with a proof in another district."""
    clerk = Clerk(cast.LATE_CLERK, cast.LATE.credit_code)
    return clerk.confirm(clerk.file("demo-closed", cast.CLOSED, proven=True))


def returned() -> Declaration:
    """A Taiwan resident's registration that an officer has sent back."""
    clerk = Clerk(cast.CAREFUL_CLERK, cast.CAREFUL.credit_code)
    declaration = clerk.confirm(clerk.file("demo-returned", cast.TAIWAN, proven=True))
    case = Case.objects.filter(declaration=declaration, state=CaseState.OPEN).first()
    if case is not None:
        _send_back(case, "上传的证件照片不清晰，请重新拍摄正反两面后提交。")
    return _settled(declaration)


def _send_back(case: Case, reason: str) -> None:
    officer = User.objects.get(username=cast.OFFICER.login)
    actor = Actor("user", officer.name, "office", user_id=officer.pk)
    with working_as(Role.OFFICE, officer.pk):
        seen = cases.version(Case.objects.select_related("declaration").get(pk=case.pk))
        review.decide(actor, case.pk, Verdict.RETURN, reason=reason, seen_version=seen, now=clock.now())


def _people(behind: int, count: int, wanted: Callable[[Person], bool] = lambda _: True) -> list[Person]:
    """Persons whom nobody has insured, from so many places behind the demo city's on."""
    first = demo_plan(SEED, clock.today()).persons + behind
    found = applicants(SEED, first, clock.today())
    return list(islice((person for person in found if wanted(person)), count))


STORIES = (waiting_for_confirmation, medical_failures, effective, in_review, in_review_elsewhere, returned)


def tell() -> list[Declaration]:
    """Tell all stories; the filings as they stand. Raises WorkerSilent while no worker does its part."""
    return [story() for story in STORIES]
