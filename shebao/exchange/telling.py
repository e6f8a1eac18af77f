"""Telling an employer's clerks where a counterparty failed: one notice a filing and kind, however many persons."""

import json
from collections.abc import Collection
from datetime import datetime

from shebao.database import bulk
from shebao.notices import actions as notices
from shebao.notices.actions import News

# Which trouble with whom is the clerks' business, and the notice that tells it.
KINDS = {
    ("medical", "failed"): "medical_failed",
    ("medical", "stuck"): "medical_stuck",
    ("medical", "silent"): "medical_silent",
    ("national_pension", "failed"): "pension_failed",
    ("bank", "stuck"): "bank_stuck",
    ("bank", "silent"): "bank_silent",
    ("card_maker", "stuck"): "card_stuck",
    ("card_maker", "silent"): "card_silent",
}


def tell(declarations: Collection[int], troubles: Collection[str], now: datetime) -> int:
    """Tell the clerks how many persons of each filing are failed, stuck or silent by now; how many notices it made.

    A notice of the same kind that nobody has read yet is brought up to date instead. Inside an open action.
    """
    if not declarations:
        return 0
    rows = bulk.rows(__file__, "troubled", {"declarations": sorted(declarations)})
    news = [
        News(employer_id, KINDS[system, trouble], {"number": number, "persons": persons}, declaration_id)
        for declaration_id, employer_id, number, system, trouble, persons in rows
        if trouble in troubles and (system, trouble) in KINDS
    ]
    renewed = _renew(news, now)
    return notices.tell(item for item in news if (item.declaration_id, item.kind) not in renewed)


def _renew(news: list[News], now: datetime) -> set[tuple[int, str]]:
    if not news:
        return set()
    columns = {
        "declarations": [item.declaration_id for item in news],
        "kinds": [item.kind for item in news],
        "params": [json.dumps({name: str(value) for name, value in item.values.items()}) for item in news],
        "employers": sorted({item.employer_id for item in news}),
    }
    return {(row[0], row[1]) for row in bulk.rows(__file__, "renew_notices", {**columns, "now": now})}
