"""Pages for what went wrong: each says in Chinese what happened and what to do, under a reference found in the log."""

import dataclasses
import logging
from collections.abc import Sequence
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.html import escape
from django.utils.translation import gettext_lazy as _

from shebao.kernel.errors import ShebaoError
from shebao.web.requests import reference_of

SERVER_FAULTS = 500
HOMES: Final = {"office": "/office/", "personal": "/personal/"}
"""First pages of the doors that do not stand at the root, told without looking them up: even that may have failed."""
log = logging.getLogger("shebao.web")

Text = str | Promise


@dataclasses.dataclass(frozen=True, slots=True)
class Explanation:
    """What an error page says: the status, what happened, why that may be, and what to do next.

    `insured`: what it says at the door of insured persons, where that is something else.
    """

    status: int
    title: Text
    lead: Text
    advice: Sequence[Text] = ()
    retry: bool = False
    insured: "Explanation | None" = None


BAD_REQUEST = Explanation(
    400,
    _("这次请求无法识别"),
    _("浏览器送来的内容不完整，或者其中有系统不能处理的字符。系统没有作任何改动。"),
    (_("返回上一页，核对填写的内容后再提交一次。"), _("如果内容是从其他软件粘贴的，请改为手工录入。")),
)
DENIED = Explanation(
    403,
    _("您没有办理此项业务的权限"),
    _("当前登录的账户不能查看或办理这一页的内容。"),
    (_("核对页面上方的当前单位是否正确，必要时切换单位。"), _("需要开通权限的，请联系本单位管理员。")),
    insured=Explanation(
        403,
        _("您没有办理此项业务的权限"),
        _("当前登录的账户不能查看或办理这一页的内容，只能查看您本人的信息。"),
        (_("证件号码更正过的，请用更正后的号码对应的账户登录。"), _("仍不能办理的，请联系区社保经办机构。")),
    ),
)
NOT_FOUND = Explanation(
    404,
    _("没有找到这个页面"),
    _("地址可能输入有误，也可能这项内容已经不在原处，或者不属于当前单位。"),
    (_("从首页的菜单重新进入要办理的业务。"), _("查找已提交的申报，请到“我的申报”。")),
    insured=Explanation(
        404,
        _("没有找到这个页面"),
        _("地址可能输入有误，也可能这项内容已经不在原处，或者不是您本人的。"),
        (_("从首页的菜单重新进入要办理的业务。"), _("查找制卡申请，请到“社会保障卡集成服务一件事”。")),
    ),
)
TOO_LARGE = Explanation(
    413,
    _("提交的内容超过了大小上限"),
    _("文件或表单太大，系统没有接收，也没有作任何改动。"),
    (_("把文件拆分后分批上传，或压缩图片后再上传。"),),
)
TOO_MANY = Explanation(
    429,
    _("操作过于频繁"),
    _("短时间内的操作次数超过了限制，系统暂停受理一会儿，您的数据没有受到影响。"),
    (_("请稍等片刻再试。"), _("请不要反复点按提交或刷新页面。")),
    retry=True,
)
FAULT = Explanation(
    500,
    _("系统出现故障"),
    _("这次操作没有完成，没有留下办到一半的业务。故障已经记录，技术人员会处理。"),
    (
        _("请稍后再试一次。"),
        _("如果刚才提交了申报，请先到“我的申报”查看是否已经受理，不必重复提交。"),
        _("仍不能办理的，请联系区社保经办机构，并提供下面的编号。"),
    ),
    insured=Explanation(
        500,
        _("系统出现故障"),
        _("这次操作没有完成，没有留下办到一半的业务。故障已经记录，技术人员会处理。"),
        (
            _("请稍后再试一次。"),
            _("如果刚才提交了制卡申请，请先到“社会保障卡集成服务一件事”查看是否已经受理，不必重复提交。"),
            _("仍不能办理的，请联系区社保经办机构，并提供下面的编号。"),
        ),
    ),
)
UNAVAILABLE = Explanation(
    503,
    _("系统暂时不能办理"),
    _("系统正在维护，或者办理的人较多。已经提交的业务没有丢失。"),
    (_("请稍等片刻，再刷新本页。"), _("已经保存的草稿可以稍后继续填写。")),
    retry=True,
)
CSRF = Explanation(
    403,
    _("页面已经过期，请重新提交"),
    _("为了安全，页面打开太久或重新登录以后，需要重新打开才能提交。系统没有作任何改动。"),
    (_("返回上一页并刷新，再提交一次。"), _("浏览器需要允许本网站使用 Cookie。")),
)
EXPIRED = Explanation(
    401,
    _("登录已超时"),
    _("较长时间没有操作，为保护个人信息，系统已自动退出登录。"),
    (_("请重新登录后继续办理。"),),
)
PARKED = _("您刚才填写的内容已经保留，登录后会自动恢复。")


def explain(request: HttpRequest, explanation: Explanation, *, retry_after: int = 0, **extra: object) -> HttpResponse:
    """The page of an error; ``extra`` goes to the template (limit, login_url, note, detail)."""
    reference, door = reference_of(request), getattr(request, "door", settings.DOOR)
    if door == "personal" and explanation.insured is not None:
        explanation = explanation.insured
    log.log(
        logging.ERROR if explanation.status >= SERVER_FAULTS else logging.INFO,
        "error page",
        extra={"status": explanation.status, "reference": reference, "path": request.path},
    )
    values = {
        "explanation": explanation,
        "reference": reference,
        "retry_after": retry_after,
        "home": HOMES.get(door, "/"),
        **extra,
    }
    response = HttpResponse(_page(request, explanation, values), status=explanation.status)
    response["X-Reference"] = reference
    response["Cache-Control"] = "no-store"
    if retry_after:
        response["Retry-After"] = str(retry_after)
    return response


def _page(request: HttpRequest, explanation: Explanation, values: dict[str, object]) -> str:
    """The rendered page, or the bare words where even the template fails (say, without collected static files)."""
    try:
        return render_to_string("web/error.html", values)
    except Exception:
        log.exception("the error page itself failed", extra={"path": request.path})
        return (
            f'<!DOCTYPE html><html lang="zh-CN"><meta charset="utf-8"><title>{escape(explanation.title)}</title>'
            f"<h1>{escape(explanation.title)}</h1><p>{escape(explanation.lead)}</p><p>{escape(values['reference'])}</p></html>"
        )


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - Django passes it
    """Django's handler400."""
    return explain(request, BAD_REQUEST)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - Django passes it
    """Django's handler403."""
    return explain(request, DENIED)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - Django passes it
    """Django's handler404; the path is not repeated on the page."""
    return explain(request, NOT_FOUND)


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's handler500; needs neither database nor session."""
    return explain(request, FAULT)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The view of ``CSRF_FAILURE_VIEW``."""
    log.info("csrf failure", extra={"reason": reason})
    return explain(request, CSRF)


def too_large(request: HttpRequest, limit: str = "") -> HttpResponse:
    """413: a body over the limit; ``limit`` as people read it, ``20 MB``."""
    return explain(request, TOO_LARGE, limit=limit)


def too_many_requests(request: HttpRequest, retry_after: int = 60) -> HttpResponse:
    """429: a rate limit is reached; ``retry_after`` in seconds."""
    return explain(request, TOO_MANY, retry_after=retry_after)


def unavailable(request: HttpRequest, retry_after: int = 60) -> HttpResponse:
    """503: something we depend on is away; ``retry_after`` in seconds."""
    return explain(request, UNAVAILABLE, retry_after=retry_after)


def session_expired(request: HttpRequest, login_url: str, *, parked: bool = False) -> HttpResponse:
    """401: the session is over; with ``parked`` what was sent has been kept and comes back after login."""
    return explain(request, EXPIRED, login_url=login_url, note=PARKED if parked else "")


def known_error(request: HttpRequest, error: ShebaoError) -> HttpResponse:
    """The page of an error raised on purpose that no view has caught: its own message and remedy."""
    return explain(request, Explanation(error.status, error.message, error.remedy))
