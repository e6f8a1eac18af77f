"""The real counterparties' program, a gateway that it calls back, and a database of each test's own."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest
from django.core.servers.basehttp import ThreadedWSGIServer
from django.core.wsgi import get_wsgi_application
from django.test.testcases import QuietWSGIRequestHandler
from pytest_django import DjangoDbBlocker, Settings

from sandbox.harness import SandboxProcess
from shebao.counterparties.bank.client import BankClient
from shebao.counterparties.card_maker.client import CardMakerClient
from shebao.counterparties.endpoint import Endpoint
from shebao.counterparties.keys import ensure_own_key, own_key_path, their_key_path
from shebao.counterparties.medical.client import MedicalClient
from shebao.counterparties.national_pension.client import NationalPensionClient
from shebao.counterparties.tax.client import TaxClient
from shebao.exchange import cards, payments, payouts
from shebao.exchange.cards import Orders
from shebao.exchange.delivery import Delivery
from shebao.exchange.intake import take_in
from shebao.exchange.messages import Client
from shebao.exchange.tests import place
from tests.emptying import empty

CLIENTS: dict[str, Callable[[Endpoint, Callable[[], datetime]], Client]] = {
    "medical": MedicalClient,
    "national_pension": NationalPensionClient,
    "tax": TaxClient,
    "bank": BankClient,
    "card_maker": lambda endpoint, clock: Orders(CardMakerClient(endpoint, clock)),
}


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("keys")
    ensure_own_key(directory)
    return directory


@pytest.fixture(scope="session")
def gateway_url() -> Iterator[str]:
    """The gateway, served by threads of this process."""
    server = ThreadedWSGIServer(("127.0.0.1", 0), QuietWSGIRequestHandler)
    server.set_app(get_wsgi_application())
    threading.Thread(target=server.serve_forever, args=[0.01], daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/gateway/"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def one_sandbox(tmp_path_factory: pytest.TempPathFactory, keys: Path, gateway_url: str) -> Iterator[SandboxProcess]:
    with SandboxProcess(tmp_path_factory.mktemp("sandbox"), keys, gateway_url) as process:
        yield process


@pytest.fixture(scope="session")
def one_database(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """A database for the tests here alone; its name."""
    with django_db_blocker.unblock(), place.copied_database() as name:
        yield name


@pytest.fixture
def transactional_db(one_database: str, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """In place of pytest-django's: what several processes do is really committed, and cleared away before the next."""
    with django_db_blocker.unblock(), place.working_in(one_database):
        yield
        empty()


@dataclass
class Stage:
    """The platform's side of the exchange, moved by the test; `ahead` is how far its clock runs ahead."""

    keys: Path
    sandbox: SandboxProcess
    ahead: timedelta = timedelta(0)
    deliveries: dict[str, Delivery] = field(default_factory=dict)

    def clock(self) -> datetime:
        return place.now() + self.ahead

    def endpoint(self, system: str) -> Endpoint:
        own, theirs = own_key_path(self.keys), their_key_path(self.keys, system)
        return Endpoint(system, self.sandbox.base_url, own, theirs, read_timeout=0.5)

    def delivery(self, system: str = "medical") -> Delivery:
        if system not in self.deliveries:
            self.deliveries[system] = Delivery(
                system,
                lambda: CLIENTS[system](self.endpoint(system), place.now),
                self.clock,
                silence=timedelta(hours=1),
                asks=2,
            )
        return self.deliveries[system]

    def deliver(self, system: str = "medical") -> int:
        """Deliver everything that is due; how many messages were tried."""
        done = 0
        while moved := self.delivery(system).deliver():
            done += moved
        return done

    def heal(self, system: str = "medical", turns: int = 200) -> None:
        """Deliver, letting time pass where deliveries back off, until nothing waits."""
        for _ in range(turns):
            self.deliver(system)
            if place.states(system).get("waiting", 0) == 0:
                return
            self.ahead += timedelta(minutes=20)
        raise AssertionError(f"still waiting: {place.states(system)}")

    def take_in(self) -> int:
        done = 0
        while moved := self._take_in_once():
            done += moved
        return done

    def _take_in_once(self) -> int:
        now = self.clock()
        return take_in(now) + payments.take_in(now) + payouts.take_in(now) + cards.take_in(now)

    def until(self, true: Callable[[], Any], seconds: float = 20) -> None:
        """Take answers in until something holds."""
        ends = monotonic() + seconds
        while not true():
            assert monotonic() < ends, f"waited in vain: {place.states()}"
            self.take_in()
            sleep(0.02)


@pytest.fixture
def stage(transactional_db: None, settings: Settings, keys: Path, one_sandbox: SandboxProcess) -> Iterator[Stage]:
    settings.ROOT_URLCONF = "shebao.gateway.tests.addresses"
    settings.KEYS = str(keys)
    one_sandbox.reset()
    found = Stage(keys, one_sandbox)
    yield found
    one_sandbox.reset()  # waits until nothing is being sent
    for delivery in found.deliveries.values():
        delivery.close()
