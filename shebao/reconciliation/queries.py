"""Reading what was found."""

from shebao.reconciliation.models import Reconciliation


def last(month: int | None) -> Reconciliation | None:
    """The last complete one of a month, or of all months together."""
    found = Reconciliation.objects.filter(month=month, finished_at__isnull=False)
    return found.order_by("-pk").first()


def waiting(month: int | None) -> Reconciliation | None:
    """The one of a month that waits or is being made."""
    return Reconciliation.objects.filter(month=month, finished_at=None).first()


def one(pk: int) -> Reconciliation | None:
    """One that is complete."""
    return Reconciliation.objects.filter(pk=pk, finished_at__isnull=False).first()
