"""The child process that judges photos nobody trusts; a photo or an archive of photos is its standard input."""

import base64
import hashlib
import math
import resource
import time
import zipfile
from itertools import islice
from typing import Any, BinaryIO

from shebao.documents.limited.child import Send, serve
from shebao.documents.photos.archive import content_of, name_of, open_archive
from shebao.documents.photos.judging import judge_bytes
from shebao.documents.photos.limits import PhotoLimits
from shebao.documents.photos.opening import KILOBYTE
from shebao.documents.photos.verdicts import Judged, PhotoRefused, refused
from shebao.law.card_photos import PhotoSpec


def judge(source: BinaryIO, request: dict[str, Any], send: Send) -> None:
    """Judge what came, and send the verdict; of an archive the names first, then verdict after verdict."""
    spec, limits = PhotoSpec.from_wire(request["spec"]), PhotoLimits.from_wire(request["limits"])
    source.seek(0)
    if request["first"] is not None:
        _judge_archive(source, request, spec, limits, send)
        return
    content = source.read(spec.most_upload * KILOBYTE + 1)
    send(_told(judge_bytes(content, spec, limits), content))


def _judge_archive(source: BinaryIO, request: dict[str, Any], spec: PhotoSpec, limits: PhotoLimits, send: Send) -> None:
    archive, entries = open_archive(source, limits)
    first = request["first"]
    chosen = list(islice(entries, first, first + limits.photos_of_a_child))
    send({"names": [name_of(entry) for entry in chosen], "photos": len(entries)})
    for entry in chosen:
        _allow(limits.seconds_of_one)
        send(_member(archive, entry, spec, limits))


def _allow(seconds: int) -> None:
    """So much processor time from now on, at most: one photo does not use up what is meant for all."""
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (min(hard, math.ceil(time.process_time()) + seconds), hard))


def _member(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, spec: PhotoSpec, limits: PhotoLimits) -> dict[str, Any]:
    try:
        content = content_of(archive, entry, spec.most_upload)
    except PhotoRefused as refusal:
        return _told(refused(refusal.code, refusal.params), b"")
    return _told(judge_bytes(content, spec, limits), content)


def _told(judged: Judged, content: bytes) -> dict[str, Any]:
    """A verdict as plain data; pictures in base64."""
    pictures = {"card": judged.card, "preview": judged.preview, "print_preview": judged.print_preview}
    return {
        "verdict": judged.verdict,
        "problems": [[problem.code, dict(problem.params), problem.verdict] for problem in judged.problems],
        **{name: base64.b64encode(picture).decode() if picture else None for name, picture in pictures.items()},
        "width": judged.width,
        "height": judged.height,
        "sha256": hashlib.sha256(content).hexdigest() if content else "",
    }


if __name__ == "__main__":
    serve(judge, PhotoRefused)
