"""The medical-insurance authority (医保): told of every enrolment and withdrawal, answers each person later by feedback."""

from shebao.counterparties.person_messages import MessageClient


class MedicalClient(MessageClient):
    """Sends coverage changes. Nothing that comes back changes any coverage here."""
