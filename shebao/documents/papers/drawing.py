"""Drawing a paper: Typst in a child process with bounded memory and time; the same facts give the same bytes."""

import json
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from shebao.documents.limited.parent import ChildFailedError, LimitedProcess, ProcessLimits
from shebao.documents.papers import FACTS
from shebao.kernel.errors import Unavailable

_MODULE: Final = "shebao.documents.papers.child"
_MEBIBYTE: Final = 1024 * 1024
_LIMITS: Final = ProcessLimits(
    memory_bytes=3 * 1024 * _MEBIBYTE,  # address space: fonts and the compiler's library are mapped, not read whole
    cpu_seconds=10,
    wall_seconds=20,
    written_bytes=20 * _MEBIBYTE,
)
_OPENS: Final = 32
"""Files that the child may have open at once: template, fonts."""


class CannotDraw(Unavailable):
    """The paper could not be made; nothing is wrong with its facts that the reader could mend."""

    code = "paper_failed"
    message = "文件暂时无法生成。"
    remedy = "请稍后再试；如仍不成功，请联系经办机构。"


def draw(template: Path, facts: Mapping[str, Any]) -> bytes:
    """The PDF of a Typst template, which reads its facts by `json(bytes(sys.inputs.facts))`. CannotDraw if that fails.

    The template gets the font families to try, in order, as the fact `fonts`. Facts are data: nothing in them is run.
    """
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryFile() as target, template.open("rb") as source:
        (Path(folder) / FACTS).write_text(json.dumps(dict(facts), ensure_ascii=False), encoding="utf-8")
        request = {"folder": folder, "target": target.fileno()}
        process = LimitedProcess(
            _MODULE, source, request, _LIMITS, pass_fds=(target.fileno(),), packages=True, opens=_OPENS
        )
        try:
            done = process.message().get("done") is True
        except ChildFailedError as failed:
            raise CannotDraw from failed
        finally:
            process.close()
        if not done:
            raise CannotDraw
        target.seek(0)
        return target.read()
