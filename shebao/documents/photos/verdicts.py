"""What is said about a photo."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

Params = Mapping[str, str | int]


class Verdict(StrEnum):
    """Whether a photo can go to the card maker: yes; only after an officer has looked at it; no."""

    GOOD = "good"
    UNSURE = "unsure"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing about a photo: ``code`` and ``params`` for ``messages.explain``, and how much it weighs."""

    code: str
    params: Params = field(default_factory=dict)
    verdict: Verdict = Verdict.BAD


@dataclass(frozen=True, slots=True)
class Judged:
    """What was found out about one photo.

    ``card`` is the JPEG for the card maker (none if the photo is bad); ``preview`` shows the photo with the part that
    is cut out, ``print_preview`` the card; neither is there if the photo could not be opened. ``width`` and ``height``
    are the pixels of the photo as it stands upright, 0 if unknown.
    """

    verdict: Verdict
    problems: tuple[Problem, ...] = ()
    card: bytes | None = None
    preview: bytes | None = None
    print_preview: bytes | None = None
    width: int = 0
    height: int = 0


@dataclass(frozen=True, slots=True)
class Member:
    """One photo of an archive: its file name, the number of the person in it (None if there is none), the verdict.

    ``photo_bytes_sha256`` is the hexadecimal digest of the photo as handed in, empty if it could not be read.
    """

    name: str
    number: str | None
    photo_bytes_sha256: str
    judged: Judged


def refused(code: str, params: Params | None = None) -> Judged:
    """The verdict about a photo that cannot be taken for this one reason."""
    return Judged(Verdict.BAD, (Problem(code, params or {}),))


def weighed(problems: tuple[Problem, ...]) -> Verdict:
    """The verdict that follows from everything that was found: the worst of it."""
    found = {problem.verdict for problem in problems}
    if Verdict.BAD in found:
        return Verdict.BAD
    return Verdict.UNSURE if found else Verdict.GOOD


class PhotoRefused(Exception):  # noqa: N818 - it refuses a file, nothing erred
    """A photo or an archive cannot be taken at all. ``code`` and ``params`` are for ``messages.explain``."""

    def __init__(self, code: str, params: Params | None = None) -> None:
        self.code = code
        self.params = dict(params or {})
        super().__init__(code, self.params)
