"""Clerks and officers of the cast at work, as the stories of the demonstration let them: by the doors' own roles."""

import io
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from itertools import islice
from pathlib import Path

from PIL import Image, ImageDraw

from city import cast
from city.people import Person as Newcomer
from shebao.access.models import User
from shebao.audit.actions import Actor
from shebao.collection import actions as collection
from shebao.collection.actions import Sums
from shebao.collection.models import Bill
from shebao.contributions.models import Notice
from shebao.database.roles import Role, working_as
from shebao.declarations import actions, queries
from shebao.declarations.models import Declaration, State
from shebao.documents.actions import attach, keep
from shebao.documents.models import StoredFile
from shebao.employers.models import Employer
from shebao.employment.models import Contract
from shebao.generation.plan import demo_plan
from shebao.generation.workbook import Row, applicants, payload_of, row_of, write_rows
from shebao.kernel import clock
from shebao.kernel.errors import Unavailable
from shebao.kernel.months import Month
from shebao.persons.models import Person
from shebao.review import actions as review
from shebao.review import queries as cases
from shebao.review.models import Case, CaseState, Verdict
from shebao.services.arrears import actions as arrears
from shebao.services.bases import actions as bases
from shebao.services.cards import actions as cards
from shebao.services.cards.basis import HANDED_IN
from shebao.services.refunds import actions as refunds
from shebao.services.registration import actions as registration
from shebao.services.supplements import actions as supplements
from shebao.services.withdrawal.fields import GENERATE

SEED = 1  # that of the counterparties which `shebao run` starts
_CONFIRM = {
    "cards": cards.confirm,
    "arrears": arrears.confirm,
    "bases": bases.confirm,
    "refunds": refunds.confirm,
    "supplements": supplements.confirm,
}
_PATIENCE = 60.0
_MOST_BYTES = 16 * 1024**2


class WorkerSilent(Unavailable):
    """The worker did not do its part in time."""

    code = "worker_silent"
    message = "后台没有在规定时间内处理。"
    remedy = "请确认后台办理程序已启动，再运行一次。"


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

    def file(self, key: str, person: Newcomer, *, proven: bool = False, starts_on: date | None = None) -> Declaration:
        """Type one enrolment, with a proof of identity if need be, and have it checked.

        `starts_on`: a first working day before this month, in which the insurance begins all the same.
        """
        declaration = self._begin(key, "enrolment")
        if declaration.state != State.DRAFT:
            return _settled(declaration)
        row = _row(person) | ({"starts_on": starts_on.isoformat()} if starts_on else {})
        with self._at_the_portal():
            actions.save(self.actor, declaration.pk, payload_of(row), now=clock.now())
            if proven:
                self._prove(declaration)
            actions.submit(self.actor, declaration.pk, now=clock.now())
        return _settled(declaration)

    def upload(self, key: str, rows: Iterable[Row]) -> Declaration:
        """Upload a workbook and have it checked."""
        declaration = self._begin(key, "registration", single=False)
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

    def end(self, key: str, contract: Contract, typed: Mapping[str, str]) -> Declaration:
        """「终止」 one contract, with 「生成当月缴费」 where the month has to be charged first; confirmed."""
        declaration = self._begin(key, "withdrawal")
        if declaration.state == State.DRAFT:
            person = contract.person
            known = {"name": person.name, "document_type": person.document_type}
            with self._at_the_portal():
                payload = {**known, "document_number": person.document_number, **typed}
                actions.save(self.actor, declaration.pk, payload, now=clock.now())
                actions.submit(self.actor, declaration.pk, now=clock.now())
            declaration = _settled(declaration)
        if declaration.state == State.CHECKED and not declaration.good:
            with self._at_the_portal():
                actions.choose(self.actor, declaration.pk, GENERATE, "1", now=clock.now())
        return self.confirm(_settled(declaration))

    def declare_bases(self, key: str, wages: Mapping[int, str]) -> Declaration:
        """「缴费基数申报」 by page: wages by contract, checked and confirmed."""
        declaration = Declaration.objects.filter(employer_id=self.employer_id, client_key=key).first()
        if declaration is None:
            with self._at_the_portal():
                now = clock.now()
                declaration = bases.draft(self.actor, employer_id=self.employer_id, client_key=key, now=now)
                bases.keep_wages(self.actor, declaration.pk, wages, now=now)
                actions.submit(self.actor, declaration.pk, now=now)
        return self.confirm(_settled(declaration))

    def ask_refund(self, key: str, person: Person, month: Month, account: str) -> Declaration:
        """「单位人员缴费退费申请」 for a month in all schemes, with a material, as far as the preview."""
        begun = Declaration.objects.filter(employer_id=self.employer_id, client_key=key).first()
        if begun is not None and begun.state != State.DRAFT:
            return _settled(begun)
        employer = Employer.objects.get(pk=self.employer_id)
        typed = {
            "reason": "RR2",
            "bank_name": "中国工商银行北京朝阳支行",
            "account_name": employer.name,
            "account_number": account,
        }
        months = tuple((int(month), scheme) for scheme in ("110", "210", "410"))
        with self._at_the_portal():
            now = clock.now()
            declaration = refunds.ask(self.actor, person, months, typed, client_key=key, now=now)
            self._prove(declaration, "离职证明.png", "RA1")
            actions.submit(self.actor, declaration.pk, now=now)
        return _settled(declaration)

    def ask_supplement(self, key: str, person: Newcomer, months: Sequence[Month], wage: int, paper: str) -> Declaration:
        """「单位申报个人补缴申请」 for months at one wage, with a paper of that kind if any, as far as the preview."""
        declaration = self._begin(key, supplements.SERVICE)
        if declaration.state != State.DRAFT:
            return _settled(declaration)
        whose = {"name": person.name, "document_type": person.document_type, "document_number": person.number}
        with self._at_the_portal():
            actions.save(self.actor, declaration.pk, whose, now=clock.now())
            actions.submit(self.actor, declaration.pk, now=clock.now())
        _settled(declaration)
        chosen = {"schemes": "110,210,410", "months": ",".join(str(int(month)) for month in months)}
        wages = {f"wage-{int(month)}": str(wage) for month in months}
        with self._at_the_portal():
            payload = {**whose, "household_registration": person.household, **chosen, **wages}
            actions.save(self.actor, declaration.pk, payload, now=clock.now())
            if paper:
                self._prove(declaration, "工资发放明细.png", paper)
            actions.submit(self.actor, declaration.pk, now=clock.now())
        return _settled(declaration)

    def hand_in_photos(self, key: str, archive: bytes) -> Declaration:
        """「制卡照片采集服务」 with an archive of photos, as far as what its check shows."""
        begun = Declaration.objects.filter(employer_id=self.employer_id, client_key=key).first()
        if begun is not None and begun.state != State.DRAFT:
            return _settled(begun)
        with self._at_the_portal():
            now = clock.now()
            declaration = cards.begin(self.actor, single=False, client_key=key, now=now)
            stored = self._store(declaration, archive, "制卡照片.zip", "zip", actions.WORKBOOK)
            actions.put_workbook(self.actor, declaration.pk, stored.pk, now=now)
            actions.submit(self.actor, declaration.pk, now=now)
        return _settled(declaration)

    def hand_in_photo(self, key: str, person: Person, photo: bytes) -> Declaration:
        """「我要办社保卡」 for one employee, as far as the preview."""
        begun = Declaration.objects.filter(employer_id=self.employer_id, client_key=key).first()
        if begun is not None and begun.state != State.DRAFT:
            return _settled(begun)
        with self._at_the_portal():
            now = clock.now()
            declaration = cards.begin(self.actor, single=True, client_key=key, now=now)
            cards.keep(self.actor, declaration.pk, person.pk, person.name, "first", now=now)
            self._store(declaration, photo, "照片.jpg", "jpeg", HANDED_IN)
            actions.submit(self.actor, declaration.pk, now=now)
        return _settled(declaration)

    def choose_arrears(self, key: str, months: Sequence[Month]) -> Declaration:
        """「单位欠缴社保费处理」 for some months, as far as the preview."""
        begun = Declaration.objects.filter(employer_id=self.employer_id, client_key=key).first()
        if begun is None:
            with self._at_the_portal():
                begun = arrears.begin(
                    self.actor, employer_id=self.employer_id, client_key=key, months=months, now=clock.now()
                )
        return _settled(begun)

    def recall(self, bill: Bill) -> None:
        """「撤回缴款单」; the worker carries it out."""
        with self._at_the_portal():
            collection.request_recall(self.actor, bill.pk, now=clock.now())

    def declare_to_tax(self, notice: Notice) -> None:
        """「向税务申报」 for what the notice asks for; the worker carries it out."""
        with self._at_the_portal():
            collection.request_declare(self.actor, notice.pk, shown=Sums.of(notice), now=clock.now())

    def confirm(self, declaration: Declaration) -> Declaration:
        """Confirm what the check showed."""
        if declaration.state == State.CHECKED:
            with self._at_the_portal():
                confirm = _CONFIRM.get(declaration.service, registration.confirm)
                confirm(self.actor, declaration.pk, declaration.content_version, now=clock.now())
        return _settled(declaration)

    def _begin(self, key: str, service: str, *, single: bool = True) -> Declaration:
        with self._at_the_portal():
            return actions.begin(
                self.actor,
                service=service,
                employer_id=self.employer_id,
                single=single,
                client_key=key,
                now=clock.now(),
            )

    def _store(self, declaration: Declaration, content: bytes, name: str, kind: str, purpose: str) -> StoredFile:
        return keep(
            self.actor,
            io.BytesIO(content),
            name=name,
            kind=kind,
            purpose=purpose,
            employer_id=self.employer_id,
            declaration_id=declaration.pk,
            line_no=1 if declaration.single else None,
            max_bytes=_MOST_BYTES,
        )

    def _prove(self, declaration: Declaration, name: str = "证件.png", purpose: str = "identity") -> None:
        attach(
            self.actor,
            _picture(),
            name=name,
            purpose=purpose,
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


def _row(person: Newcomer) -> Row:
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


def send_back(declaration: Declaration, reason: str) -> Declaration:
    """An officer returns the case that waits for her, if it still waits."""
    return decide(declaration, Verdict.RETURN, cast.OFFICER, reason)


def decide(declaration: Declaration, verdict: Verdict, role: cast.Role, reason: str = "") -> Declaration:
    """An officer decides on the case that waits for one with her post, if it still waits."""
    stage = 2 if role.role == "supervisor" else 1
    case = Case.objects.filter(declaration=declaration, state=CaseState.OPEN, stage=stage).first()
    if case is None:
        return _settled(declaration)
    officer = User.objects.get(username=role.login)
    actor = Actor("user", officer.name, "office", user_id=officer.pk)
    with working_as(Role.OFFICE, officer.pk):
        seen = cases.version(Case.objects.select_related("declaration").get(pk=case.pk))
        review.decide(actor, case.pk, verdict, reason=reason, seen_version=seen, now=clock.now())
    return _settled(declaration)


def newcomers(behind: int, count: int, wanted: Callable[[Newcomer], bool] = lambda _: True) -> list[Newcomer]:
    """Persons whom nobody has insured, from so many places behind the demo city's on."""
    first = demo_plan(SEED, clock.today()).persons + behind
    found = applicants(SEED, first, clock.today())
    return list(islice((person for person in found if wanted(person)), count))
