"""The page of a payment notice, alike at both doors: what it asks for, and a page of the persons on it."""

from datetime import date
from typing import Any

from shebao.contributions import lines, overview, texts
from shebao.contributions.models import Notice
from shebao.kernel.capitals import capitals
from shebao.web import charges
from shebao.web.charges import UrlOfNotice, UrlOfPerson

SIZE = 50


def facts(notice: Notice, today: date, url_of: UrlOfNotice) -> dict[str, Any]:
    """What `web/charges/notice_facts.html` draws."""
    sums = overview.sums_of(notice)
    replaces, replaced_by = overview.neighbours(notice)
    due_fen = sum(one.total_fen - one.deferred_fen for one in sums)
    return {
        "payment_notice": notice,
        "badge": charges.notice_badge(notice, today),
        "words": texts.notice_words(notice, today),
        "persons": notice.persons or max((one.persons for one in sums), default=0),
        "due_fen": due_fen,
        "capitals": capitals(due_fen),
        "sum_columns": charges.SUM_COLUMNS,
        "sum_rows": charges.sum_rows(sums),
        "replaces": replaces,
        "replaces_url": url_of(replaces) if replaces else "",
        "replaced_by": replaced_by,
        "replaced_by_url": url_of(replaced_by) if replaced_by else "",
    }


def people(notice: Notice, search: str, after: int | None, url_of: UrlOfPerson) -> tuple[dict[str, Any], int | None]:
    """A page of the persons on the notice, with its columns; and behind whom the next page begins, if there is one."""
    rows = lines.page(notice, overview.chain(notice), search=search, after=after or 0, size=SIZE + 1)
    shown = rows[:SIZE]
    schemes = sorted({code for row in shown for code in row.amounts})
    context = {
        "columns": charges.line_columns(schemes),
        "rows": charges.line_rows(shown, schemes, url_of),
        "search": search,
    }
    return context, shown[-1].person_id if len(rows) > SIZE else None
