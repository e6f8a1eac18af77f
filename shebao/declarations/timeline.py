"""Putting steps on a declaration's timeline (进度)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from shebao.declarations.models import Declaration, Event


@dataclass(frozen=True, slots=True)
class Told:
    """One step: its `kind` and values as in `texts.TEXTS`, who did it, and the line it is about (None: all of it)."""

    kind: str
    actor_name: str
    line_no: int | None = None
    params: Mapping[str, object] = field(default_factory=dict)


def tell(declaration: Declaration, kind: str, actor_name: str, *, line_no: int | None = None, **params: object) -> None:
    """Put one step on the timeline; inside an open action."""
    tell_all(declaration, [Told(kind, actor_name, line_no, params)])


def tell_all(declaration: Declaration, steps: Iterable[Told]) -> None:
    """Put several steps on the timeline in one statement; inside an open action."""
    Event.objects.bulk_create(
        Event(
            declaration=declaration,
            line_no=step.line_no,
            kind=step.kind,
            actor_name=step.actor_name,
            params={name: str(value) for name, value in step.params.items()},
        )
        for step in steps
    )
