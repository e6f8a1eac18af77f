"""What several kinds look at, worked out once and kept in temporary tables until the end of the transaction."""

from django.db import connection

from shebao.collection.late_fees import Due, late_fees
from shebao.contributions import entering, tariffs
from shebao.contributions.scope import Everybody
from shebao.database import bulk
from shebao.kernel.months import Month
from shebao.law import Law
from shebao.reconciliation.scope import Scope


def months_of(scope: Scope) -> list[Month]:
    """The month that was asked for, or all that were assessed for somebody."""
    if scope.month is not None:
        return [scope.month]
    return [Month.from_int(month) for (month,) in bulk.rows(__file__, "basis/months", {})]


def work_out(law: Law, scope: Scope, months: list[Month]) -> None:
    """Fill the tables `reconcile_difference`, `reconcile_sum` and `reconcile_late`; a few statements a month."""
    _statement("tables", scope)
    for month in months:
        tariffs.look(law, [month], None if scope.employer_id is None else [scope.employer_id])
        _statement("payers", scope)
        _statement("difference", scope, month, assess=entering.assess_covered(Everybody()))
        _statement("sums", scope, month)
    _late(law, scope)
    _statement("ready", scope)


def _late(law: Law, scope: Scope) -> None:
    paid = [Due(*row) for row in bulk.rows(__file__, "basis/paid_notices", scope.narrow)]
    fees = {notice: late.fen for notice, late in late_fees(law, paid).items() if late.fen}
    bulk.run(__file__, "basis/late", {"notices": list(fees), "fees": list(fees.values())})


def _statement(name: str, scope: Scope, month: Month | None = None, **parts: str) -> None:
    text = bulk.statement(__file__, f"basis/{name}")
    params = {**scope.narrow, **({} if month is None else {"month": int(month)})}
    with connection.cursor() as cursor:
        cursor.execute(text.format(**parts) if parts else text, params)
