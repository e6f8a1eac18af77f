"""A child that certain files end: `photos.child`, with a decoder that has a fatal fault."""

import os
from unittest.mock import patch

from shebao.documents.limited.child import serve
from shebao.documents.photos import child, judging
from shebao.documents.photos.limits import PhotoLimits
from shebao.documents.photos.verdicts import Judged, PhotoRefused
from shebao.law.card_photos import PhotoSpec


def judge_bytes(content: bytes, spec: PhotoSpec, limits: PhotoLimits) -> Judged:
    if content.startswith(b"end the child"):
        os.abort()
    while content.startswith(b"never end"):
        pass
    return judging.judge_bytes(content, spec, limits)


if __name__ == "__main__":
    with patch.object(child, "judge_bytes", judge_bytes):
        serve(child.judge, PhotoRefused)
