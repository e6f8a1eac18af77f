"""The medical-insurance authority (医保): told of enrolments and withdrawals, answers for each person by feedback."""

from shebao.counterparties.person_messages import MessageClient


class MedicalClient(MessageClient):
    """Sends coverage changes. Nothing that comes back changes any coverage here."""
