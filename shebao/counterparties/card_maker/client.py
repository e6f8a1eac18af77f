"""The card maker (制卡机构): told which card to make with which photo; pushes what became of each order."""

from shebao.counterparties.person_messages import MessageClient


class CardMakerClient(MessageClient):
    """Sends orders; a payload is a `CardOrder`."""
