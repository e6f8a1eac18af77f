"""Clients of the counterparties, built from the settings."""

from pathlib import Path

from django.conf import settings

from shebao.counterparties.bank.client import BankClient
from shebao.counterparties.card_maker.client import CardMakerClient
from shebao.counterparties.endpoint import Endpoint
from shebao.counterparties.keys import own_key_path, their_key_path
from shebao.counterparties.medical.client import MedicalClient
from shebao.counterparties.national_pension.client import NationalPensionClient
from shebao.counterparties.shared_data.client import SharedDataClient
from shebao.counterparties.tax.client import TaxClient
from shebao.counterparties.transport import Client
from shebao.exchange.cards import Orders
from shebao.kernel import clock
from shebao.services.enrolment.asking import Authorities


def endpoint(name: str) -> Endpoint:
    """Where the counterparty `name` is and which keys are used with it. Raises Misconfigured."""
    keys = Path(settings.KEYS)
    return Endpoint(
        name=name,
        base_url=settings.COUNTERPARTIES[name],
        own_key_path=own_key_path(keys),
        their_key_path=their_key_path(keys, name),
        allowed_hosts=tuple(settings.COUNTERPARTY_HOSTS),
    )


def shared_data() -> SharedDataClient:
    """A client of shared government data; close it, or use it as a context manager."""
    return SharedDataClient(endpoint("shared_data"), clock.now)


def national_pension() -> NationalPensionClient:
    """A client of the national pension system."""
    return NationalPensionClient(endpoint("national_pension"), clock.now)


def medical() -> MedicalClient:
    """A client of the medical authority."""
    return MedicalClient(endpoint("medical"), clock.now)


def tax() -> TaxClient:
    """A client of the tax authority."""
    return TaxClient(endpoint("tax"), clock.now)


def bank() -> BankClient:
    """A client of the bank that pays refunds."""
    return BankClient(endpoint("bank"), clock.now)


def card_maker() -> Orders:
    """A client of the card maker, which puts the photos in."""
    return Orders(CardMakerClient(endpoint("card_maker"), clock.now))


def authorities() -> Authorities:
    """The authorities that a check asks."""
    return Authorities(shared_data(), national_pension())


def close(asked: Authorities) -> None:
    """Close the connections of `authorities()`."""
    for client in asked:
        if isinstance(client, Client):
            client.close()
