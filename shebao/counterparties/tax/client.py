"""The tax authority (税务): told what to collect; pushes what it accepted and what was paid."""

from shebao.counterparties.person_messages import MessageClient


class TaxClient(MessageClient):
    """Sends messages about notices: the envelope names an employer where others name a person."""
