"""通知: told by kind, shown in words, marked read."""

import pytest
from django.test import Client

from shebao.audit import actions as audit
from shebao.employers.models import Employer
from shebao.notices import actions, texts
from shebao.notices.actions import News
from shebao.notices.models import Notice
from shebao.portal.tests.conftest import SYSTEM
from shebao.portal.tests.test_single import text

pytestmark = pytest.mark.django_db


def tell(employer: Employer, number: int) -> None:
    with audit.action(SYSTEM, "tell"):
        values = {"number": "202611230000000001", "reason": "照片不清楚"}
        actions.tell(News(employer.pk, "returned", values) for _ in range(number))


def test_notices_are_shown_counted_and_marked_read(browser: Client, employer: Employer) -> None:
    tell(employer, 2)
    page = text(browser, "/notices/")
    assert "申报 202611230000000001 被退回补正" in page
    assert "退回原因：照片不清楚" in page
    assert 'class="tool-count">2<' in page
    browser.post(f"/notices/{Notice.objects.latest('id').pk}/read/")
    assert 'class="tool-count">1<' in text(browser, "/")
    browser.post("/notices/read/")
    assert "tool-count" not in text(browser, "/notices/")
    assert Notice.objects.filter(read_at=None).count() == 0


def test_another_employers_notice_is_neither_shown_nor_marked(
    browser: Client, other_browser: Client, employer: Employer
) -> None:
    tell(employer, 1)
    assert "被退回补正" not in text(other_browser, "/notices/")
    other_browser.post(f"/notices/{Notice.objects.get().pk}/read/")
    other_browser.post("/notices/read/")
    assert Notice.objects.get().read_at is None


def test_many_notices_are_paged(browser: Client, employer: Employer) -> None:
    tell(employer, 35)
    first = browser.get("/notices/").context
    second = browser.get(first["next_url"]).context
    assert (len(first["notices"]), len(second["notices"])) == (30, 5)


@pytest.mark.parametrize("kind", [*texts.TEXTS, "never_heard_of"])
def test_every_kind_has_words_even_without_its_values(kind: str) -> None:
    assert texts.title(kind, {})
    assert "{" not in texts.title(kind, {}) + texts.text(kind, {})
    assert texts.severity(kind) in ("info", "success", "warning", "error")
