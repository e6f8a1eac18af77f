"""What can be wrong with the law files, and with asking them."""

from dataclasses import dataclass

from shebao.kernel.errors import ShebaoError


@dataclass(frozen=True, order=True, slots=True)
class Problem:
    """One fault of a law file: where it stands and what is wrong."""

    file: str
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.text}"


class LawError(ShebaoError):
    """The law files are not fit for use; raised at start, lists every fault with file and line."""

    code = "law_files_faulty"
    message = "参数文件有误，系统不能启动。"
    remedy = "请按所列文件和行号改正。"

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__()
        self.problems = tuple(sorted(problems))

    def __str__(self) -> str:
        listing = "\n".join(f"  {problem}" for problem in self.problems)
        return f"{len(self.problems)} fault(s) in the law files:\n{listing}"


class NoLawError(ShebaoError):
    """A value is needed for a time for which none is on record; it is never guessed."""

    code = "law_value_missing"
    message = "所需的政策参数尚未录入。"
    remedy = "请联系经办机构核对后再办理。"
    status = 409

    def __init__(self, name: str, title: str, when: str) -> None:
        super().__init__(f"{when}适用的“{title}”尚未录入。")
        self.name = name
        self.title = title
        self.when = when
