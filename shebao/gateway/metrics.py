"""Figures of the exchange for Prometheus, counted when they are asked for; none of them is about a person."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Metric, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from shebao.collection import queries as collection
from shebao.kernel.clock import day_of
from shebao.outbox import queries
from shebao.outbox.queries import QueueStatus

CONTENT_TYPE: Final = CONTENT_TYPE_LATEST


def text(now: datetime) -> bytes:
    """The figures in Prometheus' text format."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Queues(queries.queues(), queries.answers_waiting(), now))
    registry.register(_Money(collection.overdue_count(day_of(now)), collection.open_mismatches()))
    return generate_latest(registry)


class _Money(Collector):
    """What waits for employers and for operators."""

    def __init__(self, overdue: int, mismatches: int) -> None:
        self._overdue, self._mismatches = overdue, mismatches

    def collect(self) -> Iterable[Metric]:
        """The gauges with their values."""
        overdue = GaugeMetricFamily("shebao_notices_overdue", "Payment notices overdue today.", value=self._overdue)
        listed = GaugeMetricFamily("shebao_mismatches_open", "What tax told and does not fit.", value=self._mismatches)
        return [overdue, listed]


class _Queues(Collector):
    """One gauge a figure, by counterparty."""

    def __init__(self, queues: Iterable[QueueStatus], answers: int, now: datetime) -> None:
        self._queues, self._answers, self._now = list(queues), answers, now

    def collect(self) -> Iterable[Metric]:
        """The gauges with their values."""
        messages = GaugeMetricFamily("shebao_outbox_messages", "Messages not concluded.", labels=["system", "state"])
        age = GaugeMetricFamily("shebao_outbox_oldest_seconds", "Age of the oldest one.", labels=["system", "state"])
        failures = GaugeMetricFamily("shebao_outbox_failures", "Failed deliveries in a row.", labels=["system"])
        paused = GaugeMetricFamily("shebao_outbox_paused", "1 while an operator has to act.", labels=["system"])
        for queue in self._queues:
            counts = {"waiting": queue.waiting, "sent": queue.sent, "silent": queue.silent, "stuck": queue.stuck}
            for state, count in counts.items():
                messages.add_metric([queue.system, state], count)
            for state, since in (("waiting", queue.waiting_since), ("sent", queue.sent_since)):
                age.add_metric([queue.system, state], (self._now - since).total_seconds() if since else 0)
            failures.add_metric([queue.system], queue.failures)
            paused.add_metric([queue.system], int(queue.paused_at is not None))
        answers = GaugeMetricFamily("shebao_feedback_waiting", "Answers not taken in yet.", value=self._answers)
        return [messages, age, failures, paused, answers]
