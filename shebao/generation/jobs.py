"""The job of a generated person: dates, kind and wage of the contract, drawn from the person's number and the seed."""

from datetime import date, timedelta
from math import log
from typing import NamedTuple

from city.draw import key_of, words
from city.employers import Employer
from city.people import YOUNGEST, Person

OCCUPATIONS = (
    *("软件工程师", "会计", "行政专员", "销售代表", "客服专员", "司机", "厨师", "服务员", "仓库管理员", "采购专员"),
    *(
        "人事专员",
        "电工",
        "质检员",
        "设计师",
        "项目经理",
        "保安",
        "保洁员",
        "操作工",
        "店长",
        "出纳",
        "文员",
        "网络运维",
    ),
)
_TERM_YEARS = 3
_OPEN_ENDED_AFTER = 10
_MEAN_TENURE_DAYS = 1_400
_LAST_SAFE_DAY = 28  # every month has it


class Job(NamedTuple):
    """What the contract says. Codes as in the law's tables; `ends_on` None when open-ended; `wage` whole yuan."""

    starts_on: date
    ends_on: date | None
    term_kind: str
    signing: str
    probation_months: int
    occupation: str
    wage: int
    first_work_date: date

    @property
    def insured_from(self) -> int:
        """First insured month, YYYYMM."""
        return self.starts_on.year * 100 + self.starts_on.month


def registered_on(employer: Employer, seed: int) -> date:
    """The day on which the employer registered for social insurance: some day of 1998 to 2021."""
    drawn = words(f"registered {employer.credit_code}", key_of(seed))
    return date(1998 + drawn[0] % 24, 1 + drawn[1] % 12, 1 + drawn[2] % _LAST_SAFE_DAY)


def job_of(person: Person, employer_since: date, seed: int, today: date) -> Job:
    """The job a person holds on `today` at an employer registered on `employer_since`."""
    drawn = words(f"job {person.number}", key_of(seed))
    grown_up = person.birth + timedelta(days=int((YOUNGEST + 2 + drawn[1] % 6) * 365.25))
    tenure = timedelta(days=int(-log((drawn[0] + 1) / 65537) * _MEAN_TENURE_DAYS))
    start = min(max(today - tenure, employer_since, grown_up), today)
    start = start.replace(day=min(start.day, _LAST_SAFE_DAY))
    years = today.year - start.year
    open_ended = years >= _OPEN_ENDED_AFTER
    terms = 1 + years // _TERM_YEARS
    return Job(
        starts_on=start,
        ends_on=None if open_ended else start.replace(year=start.year + _TERM_YEARS * terms) - timedelta(days=1),
        term_kind="CT2" if open_ended else "CT1",
        signing="CS1" if terms == 1 else "CS2",
        probation_months=0 if drawn[2] % 4 == 0 else 3,
        occupation=OCCUPATIONS[drawn[3] % len(OCCUPATIONS)],
        wage=person.wage,
        first_work_date=min(grown_up, start),
    )
