"""Findings: what a rule has to say about one line, as data.

The Chinese message, what to do and the source in law are not here: each service keeps a catalogue keyed by ``code``.
"""

import dataclasses
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any


class Severity(StrEnum):
    """How much a finding weighs: ``HARD`` forbids, ``SOFT`` may be confirmed by the filer, ``NOTE`` only informs."""

    HARD = "hard"
    SOFT = "soft"
    NOTE = "note"


@dataclasses.dataclass(frozen=True, slots=True)
class Finding:
    """One remark of one rule on one line.

    ``code`` names the entry of the service's catalogue, ``field`` the input it belongs to (None: the whole line),
    ``params`` the texts to be put into the message.
    """

    code: str
    severity: Severity
    field: str | None = None
    params: Mapping[str, str] = dataclasses.field(default_factory=dict, hash=False)

    def as_dict(self) -> dict[str, Any]:
        """The finding as plain JSON values, the inverse of :func:`finding_from_dict`."""
        return {
            "code": self.code,
            "severity": self.severity.value,
            "field": self.field,
            "params": dict(self.params),
        }


def hard(code: str, field: str | None = None, **params: object) -> Finding:
    """A finding that forbids; ``params`` become texts."""
    return Finding(code, Severity.HARD, field, _texts(params))


def soft(code: str, field: str | None = None, **params: object) -> Finding:
    """A finding that the filer may confirm; ``params`` become texts."""
    return Finding(code, Severity.SOFT, field, _texts(params))


def note(code: str, field: str | None = None, **params: object) -> Finding:
    """A finding that only informs; ``params`` become texts."""
    return Finding(code, Severity.NOTE, field, _texts(params))


def finding_from_dict(data: Mapping[str, Any]) -> Finding:
    """The finding written by :meth:`Finding.as_dict`; KeyError or ValueError if it is none."""
    return Finding(data["code"], Severity(data["severity"]), data["field"], dict(data["params"]))


def worst(findings: Iterable[Finding]) -> Severity | None:
    """The heaviest severity among ``findings``, None if there are none."""
    present = {finding.severity for finding in findings}
    return next((severity for severity in Severity if severity in present), None)


def _texts(params: Mapping[str, object]) -> Mapping[str, str]:
    return {key: str(value) for key, value in params.items()}
