"""Photos are judged in limited child processes: one photo, or an archive of many with a verdict for each."""

import base64
import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from io import UnsupportedOperation
from typing import IO, Any, BinaryIO, Final, cast

from shebao.documents.limited.parent import ChildFailedError, LimitedProcess
from shebao.documents.photos.limits import DEFAULT_LIMITS, PhotoLimits
from shebao.documents.photos.naming import number_in, shown
from shebao.documents.photos.verdicts import Judged, Member, PhotoRefused, Problem, Verdict, refused
from shebao.law.card_photos import PhotoSpec

_MODULE: Final = "shebao.documents.photos.child"
_FAILED: Final = {"slow": "too_slow", "crashed": "inspector_failed"}
_PICTURES: Final = ("card", "preview", "print_preview")


def judge(photo: BinaryIO, spec: PhotoSpec, *, limits: PhotoLimits = DEFAULT_LIMITS) -> Judged:
    """The verdict about one photo. Never raises for what the file holds: what cannot be taken is bad."""
    with _on_disk(photo) as source, closing(_started(source, spec, limits, photos=1)) as process:
        try:
            return _judged(_message(process))
        except PhotoRefused as refusal:
            return refused(refusal.code, refusal.params)


def judge_zip(archive: BinaryIO, spec: PhotoSpec, *, limits: PhotoLimits = DEFAULT_LIMITS) -> Iterator[Member]:
    """A verdict for each photo of an archive, in order, in memory that does not grow with its size.

    Raises PhotoRefused before the first if the archive cannot be taken as a whole. Whatever a photo does to the child
    that judges it, another child goes on behind it.
    """
    with _on_disk(archive) as source:
        yield from _Archive(source, spec, limits).members()


@dataclass
class _Archive:
    """An archive while its photos are judged."""

    source: IO[bytes]
    spec: PhotoSpec
    limits: PhotoLimits
    done: int = 0
    broken: int = 0
    numbers: dict[str, str] = field(default_factory=dict)
    photos: dict[str, str] = field(default_factory=dict)

    def members(self) -> Iterator[Member]:
        """Child after child, until every photo has its verdict."""
        until, total = time.monotonic() + self.limits.seconds, 1
        while self.done < total:
            child = _started(self.source, self.spec, self.limits, photos=self.limits.photos_of_a_child, first=self.done)
            with closing(child):
                opening = _message(child)
                total = opening["photos"]
                if self.broken >= self.limits.broken_children or time.monotonic() > until:
                    yield from (self._member(name, _GIVEN_UP) for name in opening["names"])
                else:
                    yield from self._judged_by(child, opening["names"])

    def _judged_by(self, child: LimitedProcess, names: list[str]) -> Iterator[Member]:
        """The verdicts of one child, up to the photo that ends it."""
        for name in names:
            try:
                told = _message(child)
            except PhotoRefused as refusal:
                self.broken += 1
                yield self._member(name, {**_GIVEN_UP, "problems": [[refusal.code, refusal.params, Verdict.BAD]]})
                return
            yield self._member(name, told)

    def _member(self, name: str, told: Mapping[str, Any]) -> Member:
        self.done += 1
        number, digest, seen_as = number_in(name), told["sha256"], shown(name)
        more = [Problem("no_number")] if number is None else []
        if number is not None and number in self.numbers:
            more.append(Problem("number_twice", {"other": self.numbers[number]}))
        if digest and digest in self.photos:
            more.append(Problem("photo_twice", {"other": self.photos[digest]}))
        self.numbers.setdefault(number or "", seen_as)
        self.photos.setdefault(digest, seen_as)
        judged = _judged(told)
        if more:
            judged = replace(judged, verdict=Verdict.BAD, problems=(*more, *judged.problems), card=None)
        return Member(seen_as, number, digest, judged)


_GIVEN_UP: Final[Mapping[str, Any]] = {
    "verdict": Verdict.BAD,
    "problems": [["given_up", {}, Verdict.BAD]],
    "width": 0,
    "height": 0,
    "sha256": "",
}


def _started(
    source: IO[bytes], spec: PhotoSpec, limits: PhotoLimits, *, photos: int, first: int | None = None
) -> LimitedProcess:
    """A child that judges one photo, or those of an archive from the one with this index on."""
    request = {"spec": spec.to_wire(), "limits": limits.to_wire(), "first": first}
    return LimitedProcess(_MODULE, source, request, limits.process(photos), packages=True)


def _message(process: LimitedProcess) -> dict[str, Any]:
    """The next message; PhotoRefused if the child refuses or failed."""
    try:
        message = process.message()
    except ChildFailedError as failed:
        raise PhotoRefused(_FAILED[failed.reason]) from failed
    if "problem" in message:
        raise PhotoRefused(message["problem"], message.get("params"))
    return message


def _judged(told: Mapping[str, Any]) -> Judged:
    pictures = {name: base64.b64decode(told[name]) if told.get(name) else None for name in _PICTURES}
    return Judged(
        verdict=Verdict(told["verdict"]),
        problems=tuple(Problem(code, params, Verdict(weight)) for code, params, weight in told["problems"]),
        width=told["width"],
        height=told["height"],
        **pictures,
    )


@contextmanager
def _on_disk(source: BinaryIO) -> Iterator[IO[bytes]]:
    """The file with a descriptor that a child can be given."""
    try:
        source.fileno()
    except (UnsupportedOperation, AttributeError):
        with tempfile.TemporaryFile() as target:
            source.seek(0)
            shutil.copyfileobj(source, target)
            target.flush()
            yield target
        return
    yield cast("IO[bytes]", source)
