"""A clerk who applies without pages, insured persons, officers, and a card maker who says what a test wants."""

import io
import uuid
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from typing import Final

from city import portraits
from shebao.access.models import User
from shebao.audit.actions import Actor, action
from shebao.contributions.tests import town
from shebao.declarations import actions as declarations
from shebao.declarations.actions import filing_number
from shebao.declarations.models import Declaration
from shebao.documents import actions as documents
from shebao.documents.models import StoredFile
from shebao.employers.models import Employer
from shebao.employment.models import Contract
from shebao.persons.models import Person
from shebao.services.cards import actions, asking, making, ordering, pictures
from shebao.services.cards.basis import HANDED_IN
from shebao.services.cards.making import Answer, Step
from shebao.services.cards.models import Application, Photo
from shebao.services.cards.pictures import Looked
from shebao.services.enrolment.asking import Authorities
from shebao.services.enrolment.tests.desk import SYSTEM, Pension, Registry
from shebao.worker import steps
from tests.workbooks import identity_number, name_of

NOW: Final = town.moment("2026-11-30")
NEWLY: Final = "2026-10-01"
"""Since when somebody is insured who may apply for a first card."""


@cache
def photo(what: str = "good", seed: int = 1) -> bytes:
    """A photo that the check finds good, is unsure of, or finds bad."""
    portrait = replace(portraits.of_seed(seed), width=716, height=882)
    if what == "unsure":
        portrait = replace(portrait, across=0.62)
    if what == "bad":
        portrait = replace(portrait, background=(40, 80, 200))
    return portraits.jpeg(portrait)


def archive(photos: Mapping[str, bytes]) -> bytes:
    """Photos by file name as a zip."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as made:
        for name, content in photos.items():
            made.writestr(name, content)
    return target.getvalue()


@dataclass
class Desk:
    """Applies for one employer."""

    employer: Employer
    now: datetime = NOW
    user_id: int = 1_000_001

    @property
    def actor(self) -> Actor:
        return Actor("user", "经办人", "portal", user_id=self.user_id, employer_id=self.employer.pk)

    def employ(self, since: str = NEWLY) -> Contract:
        """Somebody under contract and insured since a day, with a number that is right."""
        contract = town.hire(self.employer, "9000", since)
        serial = contract.person_id % 400
        number = identity_number(serial, born=date(1990, 3, 7))
        with action(SYSTEM, "know"):
            Person.objects.filter(pk=contract.person_id).update(
                document_number=number, social_security_number=number, sex="1", name=name_of(serial)
            )
        contract.person.refresh_from_db()
        return contract

    def keep(
        self, content: bytes, name: str, purpose: str, *, filing: int | None = None, kind: str = "jpeg"
    ) -> StoredFile:
        """A file handed in."""
        return documents.keep(
            self.actor, io.BytesIO(content), name=name, kind=kind, purpose=purpose,
            employer_id=self.employer.pk if filing else None, declaration_id=filing, line_no=1 if filing else None,
        )  # fmt: skip

    def single(self, contract: Contract, what: str = "good", kind: str = "first") -> Declaration:
        """A filing about one person, as far as its check."""
        draft = actions.begin(self.actor, single=True, client_key=str(uuid.uuid4()), now=self.now)
        actions.keep(self.actor, draft.pk, contract.person_id, contract.person.name, kind, now=self.now)
        self.keep(photo(what), "照片.jpg", HANDED_IN, filing=draft.pk)
        return self.check(draft)

    def many(self, photos: Mapping[str, bytes] | bytes) -> Declaration:
        """A filing with an archive of photos, as far as its check."""
        draft = actions.begin(self.actor, single=False, client_key=str(uuid.uuid4()), now=self.now)
        content = photos if isinstance(photos, bytes) else archive(photos)
        stored = self.keep(content, "照片.zip", declarations.WORKBOOK, filing=draft.pk, kind="zip")
        declarations.put_workbook(self.actor, draft.pk, stored.pk, now=self.now)
        return self.check(draft)

    def check(self, draft: Declaration) -> Declaration:
        declarations.submit(self.actor, draft.pk, now=self.now)
        return self.work(draft)

    def confirm(self, checked: Declaration) -> Declaration:
        actions.confirm(self.actor, checked.pk, checked.content_version, now=self.now)
        return self.work(checked)

    def applied(self, contract: Contract, what: str = "good", kind: str = "first") -> Application:
        """What a single filing brought about."""
        filing = self.confirm(self.single(contract, what, kind))
        return Application.objects.get(declaration_id=filing.pk)

    def ordered(self, contract: Contract, kind: str = "first") -> Application:
        """An application that is on its way to the card maker already; nobody has looked at a photo."""
        with action(SYSTEM, "order"):
            stored = pictures.written(Looked(Photo.GOOD, (), b"picture"), name="照片.jpg", employer_id=None)
            stored.save()
            made = Application.objects.create(
                number=filing_number(self.now), person_id=contract.person_id, kind=kind, source="person",
                client_key=str(uuid.uuid4()), district="110105", picture_id=stored.pk, state="asked",
                asked_by_name=contract.person.name, asked_at=self.now,
            )  # fmt: skip
            ordering.order([made], "测试", self.now)
        return made

    def asked(self, contract: Contract, what: str = "good", kind: str = "first", *, key: str = "") -> Application:
        """What an insured person asked for, after the worker has looked at it."""
        actor = Actor("user", contract.person.name, "personal", user_id=77)
        stored = self.keep(photo(what), "我.jpg", HANDED_IN)
        made = actions.apply(actor, contract.person_id, kind, stored, client_key=key or str(uuid.uuid4()), now=self.now)
        asking.carry_out(now=self.now)
        made.refresh_from_db()
        return made

    def decide(self, officer: User, application: Application, *, good: bool, reason: str = "") -> Application:
        """An officer decides on a photo, and the worker carries it out."""
        actor = Actor("user", officer.name, "office", user_id=officer.pk)
        actions.decide(
            actor, application.pk, good=good, reason=reason, seen_picture=application.picture_id or 0, now=self.now
        )
        asking.carry_out(now=self.now)
        application.refresh_from_db()
        return application

    def work(self, declaration: Declaration) -> Declaration:
        """Let the worker do all that is due, and look again."""
        steps.work(Authorities(Registry(), Pension()), lambda: self.now)
        return Declaration.objects.get(pk=declaration.pk)


def maker_takes(application: Application, *, code: str = "", text: str = "") -> None:
    """The card maker's answer to an order: taken, or not and why."""
    with action(SYSTEM, "answer"):
        making.answer({application.pk: Answer(not code, code, text, NOW)}, NOW)
    application.refresh_from_db()


def maker_says(application: Application, kinds: Iterable[str], *, card: str = "", person: str = "") -> list[str]:
    """Steps that the card maker tells; their effects."""
    told = [
        Step(
            order=application.number,
            person_key=person or f"P{application.person_id}",
            step=kind,
            at=NOW,
            card=(card or f"A{application.pk:011d}") if kind == "produced" else "",
            issued_on=date(2026, 12, 1) if kind == "produced" else None,
            valid_until=date(2036, 12, 1) if kind == "produced" else None,
            bank="北京银行" if kind == "produced" else "",
            place="北京银行朝阳支行" if kind == "ready" else "",
        )
        for kind in kinds
    ]
    with action(SYSTEM, "tell"):
        effects = making.take_steps(told, NOW)
    application.refresh_from_db()
    return effects
