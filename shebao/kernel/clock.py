"""The clock, for doors and the worker's outermost loop only: everything below them is handed the time."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """The present day in Beijing."""
    return day_of(now())


def day_of(moment: datetime) -> date:
    """The day in Beijing at ``moment``, which must be aware; ValueError if it is naive."""
    if moment.tzinfo is None:
        raise ValueError("a naive datetime has no day in Beijing")
    return moment.astimezone(SHANGHAI).date()
