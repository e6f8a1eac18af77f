"""Every page opens, empty and filled."""

import pytest
from django.test import Client

PAGES = [
    "/",
    "/registration/",
    "/registration/single/",
    "/registration/batch/",
    "/contracts/",
    "/contracts/?q=王",
    "/filings/",
    "/filings/drafts/",
    "/filings/medical/",
    "/notices/",
    "/notices/?unread=1",
]


@pytest.mark.django_db
@pytest.mark.parametrize("path", PAGES)
def test_a_page_opens(browser: Client, path: str) -> None:
    answer = browser.get(path)
    assert answer.status_code == 200, answer.content.decode()[:2000]
    assert "北京市社会保险网上服务平台" in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("path", PAGES)
def test_without_login_every_page_asks_for_one(client: Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/login/")
