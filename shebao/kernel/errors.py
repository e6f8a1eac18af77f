"""Errors that a person can act upon: a code for programs, a Chinese message, and what to do next."""


class ShebaoError(Exception):
    """Base of all errors raised on purpose.

    ``code`` is stable and meant for programs and tests, ``message`` says in Chinese what happened, ``remedy`` what
    the person can do now. Neither text may carry personal data: they end up in logs.
    """

    code = "error"
    message = "操作未能完成。"
    remedy = "请稍后重试；如仍不成功，请联系经办机构。"
    status = 500

    def __init__(self, message: str = "", *, code: str = "", remedy: str = "") -> None:
        self.code = code or type(self).code
        self.message = message or type(self).message
        self.remedy = remedy or type(self).remedy
        super().__init__(self.message)

    def __str__(self) -> str:
        return f"[{self.code}] {self.message}{self.remedy}"


class Invalid(ShebaoError):  # noqa: N818 - reads as a sentence where raised
    """The input cannot be understood or breaks a rule of form; ``field`` names the input, None if it is the whole."""

    code = "invalid"
    message = "填写的内容不正确。"
    remedy = "请按提示修改后重新提交。"
    status = 400

    def __init__(self, message: str = "", *, code: str = "", remedy: str = "", field: str | None = None) -> None:
        super().__init__(message, code=code, remedy=remedy)
        self.field = field


class NotAllowed(ShebaoError):  # noqa: N818 - reads as a sentence where raised
    """The actor has no right to do this."""

    code = "not_allowed"
    message = "您没有办理此项业务的权限。"
    remedy = "请联系本单位管理员或经办机构开通权限。"
    status = 403


class NotFound(ShebaoError):  # noqa: N818 - reads as a sentence where raised
    """There is no such thing, or not for this actor: both answers are the same on purpose."""

    code = "not_found"
    message = "没有找到您要办理的内容。"
    remedy = "请核对后重试，或从菜单重新进入。"
    status = 404


class Conflict(ShebaoError):  # noqa: N818 - reads as a sentence where raised
    """The thing has changed meanwhile, or somebody else was first."""

    code = "conflict"
    message = "该内容刚刚发生了变化。"
    remedy = "请刷新页面，核对最新情况后再办理。"
    status = 409


class TooMany(ShebaoError):  # noqa: N818 - reads as a sentence where raised
    """A limit of rate or size is reached."""

    code = "too_many"
    message = "操作过于频繁。"
    remedy = "请稍等片刻再试。"
    status = 429


class Unavailable(ShebaoError):  # noqa: N818 - reads as a sentence where raised
    """Something we depend on does not answer; nothing has been changed."""

    code = "unavailable"
    message = "系统暂时无法完成该操作，您填写的内容没有丢失。"
    remedy = "请稍后重试。"
    status = 503
