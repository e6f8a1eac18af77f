"""Why a call to a counterparty did not succeed, as three kinds that ask for three different reactions."""


class Failure(Exception):  # noqa: N818 reads better where it is raised
    """A call that did not succeed.

    code: a short stable word, fit for a database column and a metric. detail: for operators; holds no personal data.
    alarm: true where somebody should look even if a later attempt succeeds (a bad signature, an answer to another
    question).
    """

    kind = ""

    def __init__(self, code: str, detail: str = "", *, alarm: bool = False) -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code, self.detail, self.alarm = code, detail, alarm


class Again(Failure):
    """Nothing is known to be wrong with the content: deliver the same later. Whether it took effect is not known."""

    kind = "again"


class Permanent(Failure):
    """The counterparty will never take this content; somebody has to act."""

    kind = "permanent"


class Misconfigured(Failure):
    """Nothing will get through to this counterparty before an operator repairs address, key or permission."""

    kind = "misconfigured"
