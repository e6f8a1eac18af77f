"""The child process that parses an attachment nobody trusts; the file is its standard input."""

import os
from typing import Any, BinaryIO

from shebao.documents.limited.child import Send, serve
from shebao.documents.uploads.image import rewrite_image
from shebao.documents.uploads.pdf import check_pdf
from shebao.documents.uploads.problems import UploadRefused


def inspect_file(source: BinaryIO, request: dict[str, Any], send: Send) -> None:
    """Check the file, write a clean image to the descriptor asked for, and send the number of pages."""
    limits = request["limits"]
    if request["kind"] == "pdf":
        send({"pages": check_pdf(source, limits["pages"], limits["pdf_objects"])})
        return
    with os.fdopen(request["target"], "wb") as target:
        rewrite_image(source, target, request["kind"], limits["pixels"])
    send({"pages": 1})


if __name__ == "__main__":
    serve(inspect_file, UploadRefused)
