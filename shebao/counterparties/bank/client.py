"""The bank that pays refunds (退费银行): told what to pay to which account; pushes what became of each order."""

from shebao.counterparties.person_messages import MessageClient


class BankClient(MessageClient):
    """Sends orders: the envelope names an employer where others name a person."""
