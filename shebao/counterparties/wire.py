"""Strict JSON: what is read is exactly what was agreed, or `Malformed`.

Refused: other encodings than UTF-8, NaN and infinities, any fraction, endless integers, a name twice in one object,
unknown or missing names, control characters and lone surrogates in texts, and nesting beyond what the agreed form has.
"""

import json
import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any, TypeVar
from uuid import UUID

T = TypeVar("T")
LONGEST_INTEGER = 16
_UNWRITABLE = re.compile("[\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_MONTH = re.compile("(19|2[0-9])[0-9]{2}(0[1-9]|1[0-2])")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


class Malformed(ValueError):  # noqa: N818 reads better where it is raised
    """A body that does not have the agreed form. The message names the place and holds no personal data."""


def write(document: Any) -> bytes:
    """A document as it goes out."""
    return json.dumps(document, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode("utf-8")


def read(body: bytes) -> Any:
    """A body as plain Python values. Raises Malformed."""
    try:
        return json.loads(
            body.decode("utf-8"),
            object_pairs_hook=_object,
            parse_float=_no_fraction,
            parse_constant=_no_fraction,
            parse_int=_integer,
        )
    except Malformed:
        raise
    except UnicodeDecodeError as error:
        raise Malformed("not UTF-8") from error
    except (ValueError, RecursionError) as error:
        raise Malformed("not JSON") from error


def record(value: Any, names: frozenset[str], place: str) -> dict[str, Any]:
    """An object with exactly these names."""
    if not isinstance(value, dict):
        raise Malformed(f"{place}: an object is expected")
    if value.keys() != names:
        raise Malformed(f"{place}: unknown or missing names")
    return value


def listed(value: Any, most: int, place: str, read_item: Callable[[Any], T]) -> list[T]:
    """A list of at most `most` items, each read by `read_item`."""
    if not isinstance(value, list) or len(value) > most:
        raise Malformed(f"{place}: a list of at most {most} is expected")
    return [read_item(item) for item in value]


def text(value: Any, place: str, most: int = 200) -> str:
    """A text of 1 to `most` characters without control characters."""
    if not isinstance(value, str) or not 0 < len(value) <= most or _UNWRITABLE.search(value):
        raise Malformed(f"{place}: a text of 1 to {most} characters is expected")
    return value


def optional(value: Any, place: str, read_value: Callable[[Any, str], T]) -> T | None:
    """None, or what `read_value` reads."""
    return None if value is None else read_value(value, place)


def choice(value: Any, choices: frozenset[str], place: str) -> str:
    """One of the choices."""
    if not isinstance(value, str) or value not in choices:
        raise Malformed(f"{place}: not one of the agreed values")
    return value


def uuid(value: Any, place: str) -> UUID:
    """A UUID in its usual lower-case form."""
    try:
        found = UUID(value) if isinstance(value, str) else None
    except ValueError:
        found = None
    if found is None or str(found) != value:
        raise Malformed(f"{place}: a UUID is expected")
    return found


def month(value: Any, place: str) -> int:
    """A month as YYYYMM."""
    if not isinstance(value, int) or isinstance(value, bool) or not _MONTH.fullmatch(str(value)):
        raise Malformed(f"{place}: a month is expected")
    return value


def day(value: Any, place: str) -> date:
    """A date as YYYY-MM-DD."""
    try:
        if isinstance(value, str) and _DAY.fullmatch(value):
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise Malformed(f"{place}: a date is expected")


def moment(value: Any, place: str) -> datetime:
    """A time in UTC as YYYY-MM-DDTHH:MM:SSZ; aware."""
    try:
        if isinstance(value, str) and _MOMENT.fullmatch(value):
            return datetime.fromisoformat(value).astimezone(UTC)
    except ValueError:
        pass
    raise Malformed(f"{place}: a time is expected")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Malformed("a name stands twice in one object")
    return found


def _no_fraction(_literal: str) -> Any:
    raise Malformed("a number that is no integer")


def _integer(literal: str) -> int:
    if len(literal) > LONGEST_INTEGER:
        raise Malformed("an integer out of range")
    return int(literal)
