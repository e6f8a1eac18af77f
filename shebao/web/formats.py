"""How months, money, days and times read on a page. What is no such thing comes back as text, never as an error."""

from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from shebao.kernel.clock import SHANGHAI

NOTHING = "—"
LAST_MONTH = 12
WEEK = 7  # days: longer ago is easier read as a date
KILO = 1024
ROUND_FROM = 10  # from here on a decimal place of a size tells nobody anything


def month(value: object, open_end: str = NOTHING) -> str:
    """A month, as ``202403`` or as a ``Month``, read ``2024年3月``; ``open_end`` where there is none."""
    if value is None or value == "":
        return open_end
    try:
        year, number = divmod(int(str(getattr(value, "value", value)).replace("-", "")), 100)
    except ValueError:
        return str(value)
    return f"{year}年{number}月" if 1 <= number <= LAST_MONTH and year > 0 else str(value)


def money(yuan: object) -> str:
    """An amount in yuan with separators and two decimals, ``9,000.00``; what is no amount comes back as it is."""
    if yuan is None or yuan == "":
        return NOTHING
    try:
        amount = Decimal(str(yuan))
        return f"{amount:,.2f}" if amount.is_finite() else str(yuan)
    except InvalidOperation:
        return str(yuan)


def money_of_fen(fen: object) -> str:
    """An amount in whole fen, read in yuan: ``900000`` is ``9,000.00``."""
    if fen is None or fen == "":
        return NOTHING
    try:
        return money(Decimal(int(str(fen))).scaleb(-2))
    except ValueError:
        return str(fen)


def count(number: object) -> str:
    """A whole number with separators: ``12,345``."""
    try:
        return f"{int(str(number)):,}"
    except ValueError:
        return NOTHING if number in (None, "") else str(number)


def local(value: datetime) -> datetime:
    """An aware moment on Beijing's clock; a naive one is taken to be there already."""
    return value.astimezone(SHANGHAI) if value.tzinfo else value.replace(tzinfo=SHANGHAI)


def day(value: object) -> str:
    """A date, or the day in Beijing of a moment: ``2024-03-11``."""
    if isinstance(value, datetime):
        return local(value).date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return NOTHING if value in (None, "") else str(value)


def moment(value: object) -> str:
    """A moment on Beijing's clock, to the minute: ``2024-03-11 14:05``."""
    return local(value).strftime("%Y-%m-%d %H:%M") if isinstance(value, datetime) else day(value)


def ago(value: object, now: datetime) -> str:
    """How long before ``now`` it was: 刚刚, 5 分钟前, 3 小时前, 昨天 14:05, 4 天前, then the day itself."""
    if not isinstance(value, datetime):
        return day(value)
    then, present = local(value), local(now)
    passed = present - then
    if passed < timedelta(minutes=-1):
        return moment(value)
    if passed < timedelta(minutes=1):
        return _("刚刚")
    if passed < timedelta(hours=1):
        return _("%(n)d 分钟前") % {"n": passed.seconds // 60}
    return _days_ago(then, present)


def _days_ago(then: datetime, present: datetime) -> str:
    days = (present.date() - then.date()).days
    if days == 0:
        return _("%(n)d 小时前") % {"n": (present - then).seconds // 3600}
    if days == 1:
        return _("昨天 %(time)s") % {"time": f"{then:%H:%M}"}
    return _("%(n)d 天前") % {"n": days} if days <= WEEK else then.date().isoformat()


def file_size(size: object) -> str:
    """A number of bytes for people: ``1.5 KB``, ``20 MB``."""
    try:
        rest = float(int(str(size)))
    except ValueError:
        return NOTHING
    for unit in ("B", "KB", "MB", "GB"):
        if rest < KILO or unit == "GB":
            break
        rest /= KILO
    return f"{rest:.0f} {unit}" if unit == "B" or rest >= ROUND_FROM or rest == int(rest) else f"{rest:.1f} {unit}"
