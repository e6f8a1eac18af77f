"""A workbook filed as a clerk and the worker would, step by step."""

from dataclasses import dataclass
from pathlib import Path
from typing import Self

from django.db import connection

from shebao.audit.actions import Actor
from shebao.benches.stage import StageError
from shebao.declarations import actions
from shebao.declarations.models import Declaration, State
from shebao.documents.actions import keep
from shebao.employers.models import Employer
from shebao.kernel import clock
from shebao.law import law
from shebao.services.enrolment.asking import Authorities
from shebao.services.registration import actions as registration
from shebao.worker import steps

CLERK = Actor.system("测量", door="portal")
_MOST_BYTES = 64 * 1024**2


@dataclass(frozen=True)
class Filing:
    """A batch filing with its workbook in the file store."""

    declaration: Declaration

    @classmethod
    def prepare(cls, workbook: Path, service: str = "enrolment") -> Self:
        """Begin a filing of a service and upload the workbook, as the portal does before the clerk hands it in."""
        law()
        employer = Employer.objects.order_by("pk").values_list("pk", flat=True)[0]
        declaration = actions.begin(
            CLERK, service=service, employer_id=employer, single=False, client_key=workbook.name, now=clock.now()
        )
        with workbook.open("rb") as source:
            stored = keep(
                CLERK,
                source,
                name=workbook.name,
                kind="xlsx",
                purpose="workbook",
                employer_id=employer,
                declaration_id=declaration.pk,
                max_bytes=_MOST_BYTES,
            )
        return cls(actions.put_workbook(CLERK, declaration.pk, stored.pk, now=clock.now()))

    def submit(self, authorities: Authorities) -> None:
        """Hand it in and check it. Raises StageError when the check does not come to its end."""
        actions.submit(CLERK, self.declaration.pk, now=clock.now())
        self._work(authorities, State.CHECKED)

    def confirm(self, authorities: Authorities) -> None:
        """Confirm it and let it take effect."""
        registration.confirm(CLERK, self.declaration.pk, self.declaration.content_version, now=clock.now())
        self._work(authorities, State.EFFECTIVE, State.PARTLY)

    def _work(self, authorities: Authorities, *expected: State) -> None:
        steps.work(authorities, clock.now, single=False)
        self.declaration.refresh_from_db()
        if self.declaration.state not in expected:
            raise StageError(f"the filing is {self.declaration.state}, not {expected[0]}")

    @staticmethod
    def role() -> str:
        """The database role that all this ran as."""
        with connection.cursor() as cursor:
            cursor.execute("select current_user")
            return str(cursor.fetchone()[0])
