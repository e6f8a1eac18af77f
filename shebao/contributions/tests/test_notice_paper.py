"""缴费通知单: what it says, and that it can be drawn."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from shebao.contributions.models import Notice
from shebao.contributions.overview import SchemeSum
from shebao.contributions.papers import facts_of, notice_paper
from shebao.employers.models import Employer

SUMS = [
    SchemeSum("110", 3, 27_000, 432_000, 216_000, 0),
    SchemeSum("210", 3, 27_000, 13_500, 13_500, 0),
    SchemeSum("410", 3, 27_000, 5_400, 0, 0),
]


def notice(**changed: Any) -> Notice:
    employer = Employer(pk=1, name="北京𫠃氏商贸有限公司", credit_code="91110105MACARE011X", district="110105")
    values: dict[str, Any] = {
        "number": "20231000000000101",
        "employer": employer,
        "month": 202310,
        "mode": "assessed_by_agency",
        "state": "issued",
        "due_on": date(2023, 11, 30),
        "issued_at": datetime(2023, 10, 27, 17, tzinfo=UTC),
    }
    return Notice(**values | changed)


def test_the_sums_stand_in_figures_and_capitals() -> None:
    facts = facts_of(notice(), SUMS)
    assert facts["rows"][0] == ["企业职工基本养老保险", "3", "27,000", "4,320.00", "2,160.00", "6,480.00"]
    assert facts["sum"] == ["合计", "", "", "4,509.00", "2,295.00", "6,804.00"]
    assert facts["due"] == [
        ["本次应缴（小写）", "¥ 6,804.00"],
        ["本次应缴（大写）", "人民币陆仟捌佰零肆元整"],
        ["缴费截止日", "2023年11月30日"],
    ]
    assert ["状态", "待缴费（2023-10-28 生成）"] in facts["head"]
    assert facts["agency"] == "北京市朝阳区社会保险基金管理中心"


def test_what_is_deferred_is_not_asked_for_now() -> None:
    facts = facts_of(notice(), [SchemeSum("110", 1, 9_000, 144_000, 72_000, 144_000)])
    assert facts["deferred"] == "其中单位缴纳部分按规定缓缴 1,440.00 元，不计入本次应缴。"
    assert facts["due"][0] == ["本次应缴（小写）", "¥ 720.00"]
    assert facts_of(notice(), SUMS)["deferred"] is None


def test_notices_that_take_each_others_place_name_each_other() -> None:
    notes = " ".join(facts_of(notice(state="replaced"), SUMS, replaces="1号", replaced_by="3号")["notes"])
    assert "本通知已被 3号 号通知替代" in notes
    assert "本通知替代 1号 号通知" in notes


def test_an_open_notice_is_no_demand() -> None:
    facts = facts_of(notice(state="open", issued_at=None, due_on=None), SUMS)
    assert "不作为缴费依据" in facts["notes"][0]
    assert "缴费截止日" not in str(facts["due"])


def test_a_paid_notice_says_when() -> None:
    assert ["缴费日期", "2023年11月20日"] in facts_of(notice(state="paid", paid_on=date(2023, 11, 20)), SUMS)["due"]


@pytest.mark.parametrize("sums", [SUMS, []])
def test_it_is_drawn_the_same_each_time(sums: list[SchemeSum]) -> None:
    paper = notice_paper(notice(), sums)
    assert paper.startswith(b"%PDF-")
    assert paper == notice_paper(notice(), sums)
