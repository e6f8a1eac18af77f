"""What each authority knows and decides: pure functions of a question, the seed and the faults in force."""

from dataclasses import dataclass
from typing import Any

from city.persons import Person, medical_outcome, name_of, person_of, trouble_of
from sandbox.faults import Faults, share

MOST_QUERIES = 5_000
MOST_MESSAGES = 1_000
KINDS = {
    "medical": ("enrolled", "withdrawn", "supplemented", "paid_later", "person_changed"),
    "national_pension": ("enrolled", "withdrawn", "supplemented", "refunded", "person_changed"),
}

_MEDICAL_REASONS = (
    ("M101", "该人员在医疗保险系统中存在未办结业务"),
    ("M102", "该人员已在其他统筹区参加职工基本医疗保险"),
    ("M103", "该人员存在城乡居民基本医疗保险参保记录,需先办理停保"),
    ("M104", "医疗保险人员基本信息与申报信息不一致"),
)
_PENSION_REASON = ("N201", "该人员在其他省份存在正在缴费的职工基本养老保险关系")


class Malformed(ValueError):  # noqa: N818 reads better where it is raised
    """A request that does not have the agreed form."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of a message: feedback after `delays` seconds each, none for silence."""

    success: bool
    reason_code: str | None
    reason_text: str | None
    delays: tuple[float, ...]


def shared_data(document: Any, seed: int) -> list[dict[str, Any] | None]:
    """Basic data where name and number both fit; None alike for unknown, other name, dead and closed persons."""
    return [_look_up(name, number, seed) for name, number in _pairs(document, "queries")]


def matches(document: Any, seed: int) -> list[bool]:
    """Whether name and number fit, without any data; false alike for unknown, other name, dead and closed persons."""
    return [_matches(name, number, seed) for name, number in _pairs(document, "queries")]


def participation(document: Any, seed: int) -> list[dict[str, Any] | None]:
    """Where else each person is insured for pension in the month asked, None where nowhere."""
    month = document.get("month") if isinstance(document, dict) else None
    if not isinstance(month, int) or isinstance(month, bool):
        raise Malformed("month")
    return [_elsewhere(number, month, seed) for _, number in _pairs(document, "persons")]


def outcome(counterparty: str, message: dict[str, Any], seed: int, faults: Faults) -> Outcome:
    """The decision on a well-formed message."""
    number, key = message["payload"]["document_number"], message["id"]
    drawn = medical_outcome(number, seed) if counterparty == "medical" else "success"
    if _befalls("never", drawn, key, faults):
        return Outcome(success=False, reason_code=None, reason_text=None, delays=())
    first = faults.late_seconds if _befalls("late", drawn, key, faults) else faults.delay_seconds
    if faults.hits("out_of_order", key):
        first += share(f"shuffle {key}") * 3
    delays = (first, first + 0.3) if _befalls("twice", drawn, key, faults) else (first,)
    reason = _reason(counterparty, message, seed) if _fails(counterparty, message, drawn, seed, faults) else None
    code, text = reason or (None, None)
    return Outcome(success=reason is None, reason_code=code, reason_text=text, delays=delays)


def _fails(counterparty: str, message: dict[str, Any], drawn: str, seed: int, faults: Faults) -> bool:
    if _befalls("failure", drawn, message["id"], faults):
        return True
    if counterparty != "national_pension" or message["kind"] != "enrolled":
        return False
    return _elsewhere(message["payload"]["document_number"], message["month"], seed) is not None


def _befalls(name: str, drawn: str, key: str, faults: Faults) -> bool:
    """A fault by its rate, or where no rate is set, by what the person's number says."""
    return drawn == name if getattr(faults, name) is None else faults.hits(name, key)


def _reason(counterparty: str, message: dict[str, Any], seed: int) -> tuple[str, str]:
    if counterparty == "national_pension":
        return _PENSION_REASON
    return _MEDICAL_REASONS[int(share(f"{seed} {message['payload']['document_number']}") * len(_MEDICAL_REASONS))]


def _pairs(document: Any, name: str) -> list[tuple[str, str]]:
    asked = document.get(name) if isinstance(document, dict) else None
    if not isinstance(asked, list) or len(asked) > MOST_QUERIES:
        raise Malformed(f"{name}: a list of at most {MOST_QUERIES}")
    try:
        pairs = [(pair["name"], pair["number"]) for pair in asked]
    except (KeyError, TypeError) as error:
        raise Malformed(f"{name}: objects with name and number") from error
    if not all(isinstance(part, str) for pair in pairs for part in pair):
        raise Malformed(f"{name}: texts")
    return pairs


def _look_up(name: str, number: str, seed: int) -> dict[str, Any] | None:
    person = _citizen(number, seed)
    if person is None or person.name != name:
        return None
    if person.trouble is not None and person.trouble.kind in ("dead", "closed"):
        return None
    return {
        "number": number,
        "name": person.name,
        "sex": person.sex,
        "birth": person.birth.isoformat(),
        "ethnic": person.ethnic,
        "nationality": person.nationality,
        "household": person.household,
        "region": person.region,
        "address": person.household_address,
        "education": person.education,
    }


def _matches(name: str, number: str, seed: int) -> bool:
    if not _is_citizens(number):
        return False
    try:
        if name_of(number, seed) != name:
            return False
    except ValueError:  # no such day of birth
        return False
    trouble = trouble_of(number, seed)
    return trouble is None or trouble.kind not in ("dead", "closed")


def _is_citizens(number: str) -> bool:
    """Whether it has the form of a resident identity number."""
    return len(number) == 18 and number.isascii() and number[:17].isdigit() and number[0] < "8"  # noqa: PLR2004


def _citizen(number: str, seed: int) -> Person | None:
    """The person behind a resident identity number; None for any other document or text."""
    if not _is_citizens(number):
        return None
    try:
        return person_of(number, seed)
    except ValueError:  # no such day of birth
        return None


def _elsewhere(number: str, month: int, seed: int) -> dict[str, Any] | None:
    trouble = trouble_of(number, seed)
    if trouble is None or trouble.kind != "elsewhere" or not trouble.holds_in(month):
        return None
    return {"number": number, "province": trouble.province, "since_month": trouble.since}
