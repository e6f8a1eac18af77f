"""Lines that are wrong, each in its own way, and what has to be found in each."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from city import cast
from city.persons import Person, name_of
from shebao.kernel.months import Month
from tests.browser.people import SEED, this_month
from tests.workbooks import Error, Formula, Merged, Typed, identity_number

Changes = Mapping[str, Typed]

TYPED: Final[Mapping[str, Changes]] = {
    "required_missing": {"mobile": None},
    "text_too_long": {"occupation": "工" * 65},
    "invisible_character": {"occupation": "工程\u200b师"},
    "code_unknown": {"education": "博士后"},
    "scheme_unknown": {"schemes": "养老,商业"},
    "date_malformed": {"starts_on": "下月一日"},
    "date_impossible": {"starts_on": "2026-02-30"},
    "date_out_of_range": {"first_work_date": "1026-02-03"},
    "month_malformed": {"insured_from": "本月"},
    "amount_malformed": {"wage": "九千"},
    "amount_too_precise": {"wage": "9000.125"},
    "amount_too_large": {"wage": "9" * 15},
    "amount_negative": {"wage": "-9000"},
    "number_malformed": {"probation_months": "三个月"},
    "mobile_malformed": {"mobile": "1380013800"},
    "email_malformed": {"email": "name@"},
    "postcode_malformed": {"postcode": "1000"},
    "formula_cell": {"wage": Formula()},
    "error_cell": {"wage": Error()},
    "merged_cell": {"wage": Merged()},
    "truth_cell": {"occupation": True},
    "number_mangled": {"document_number": 1.10105199003070e17},
    "number_too_long": {"document_number": "1" * 70},
    "number_excel_scientific": {"document_number": "1.10105E+17"},
    "number_excel_rounded": {"document_number": "110105199003070000"},
    "number_length": {"document_number": "11010519900307001"},
    "number_characters": {"document_number": "11010519900307O017"},
    "number_checksum": {"document_number": "110105199003070018"},
    "number_region": {"document_number": identity_number(1, region="000105")},
    "number_old_15": {"document_number": "110105900307001"},
    "number_is_residence_permit": {"document_number": identity_number(1, region="810000")},
    "number_is_permanent_card": {"document_number": identity_number(1, region="911840")},
    "name_too_long": {"name": "王" * 101},
    "name_characters": {"name": "王@芳"},
    "name_invisible": {"name": "王\u202e芳"},
    "name_placeholder": {"name": "王?"},
    "name_dot": {"name": "·王芳"},
    "shared_no_match": {"name": "欧阳不符"},
    "birth_differs": {"birth_date": "1970-01-01"},
    "household_differs": {"household_registration": "外国人"},
    "nationality_differs": {"nationality": "法国"},
    "document_not_for_enrolment": {"document_type": "残疾人证"},
    "document_expired": {"document_valid_until": "2020-01-31"},
    "end_missing": {"ends_on": None},
    "end_not_wanted": {"term_kind": "无固定期限"},
    "probation_too_long": {"probation_months": "7"},
    "using_employer_missing": {"employment_form": "劳务派遣用工"},
    "wage_zero": {"wage": "0"},
    "injury_missing": {"schemes": "养老,失业"},
}
"""Code of the finding → what a clerk typed instead of what is right; the same on every day."""


def wrong_today() -> Mapping[str, Changes]:
    """More of them, that depend on the day."""
    month, today = this_month(), date(this_month().year, this_month().month, 1)
    return {
        "starts_in_future": {"starts_on": _first(month + 2)},
        "ends_before_start": {"ends_on": _first(month + -1)},
        "month_in_future": {"insured_from": _written(month + 1)},
        "month_too_early": {"starts_on": _first(month + -1), "insured_from": _written(month + -1)},
        "first_work_after_start": {"first_work_date": f"{_written(month)}-02"},
        "too_young": _somebody(date(today.year - 15, 1, 5)),
        "past_retirement": _somebody(date(today.year - 75, 1, 5)),
        "insured_in_province": _of_cast(cast.ELSEWHERE),
        "insured_elsewhere": _of_cast(cast.HUGE_WORKER),
        "under_contract": _of_cast(cast.LATE_WORKER),
    }


def other_sex(number: str) -> Changes:
    """What cannot be true of the person with that identity number."""
    return {"sex": "女" if number[16] in "13579" else "男"}


def _somebody(born: date) -> Changes:
    number = identity_number(7, born=born)
    return {"document_number": number, "name": name_of(number, SEED)}


def _of_cast(person: Person) -> Changes:
    return {"document_number": person.number, "name": person.name}


def _first(month: Month) -> str:
    return f"{_written(month)}-01"


def _written(month: Month) -> str:
    return f"{month.year}-{month.month:02d}"
