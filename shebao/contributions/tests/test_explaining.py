"""Explanations: their numbers give the entry's fen, and sentence, table and JSON say the same."""

import json
import random
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest

from shebao.contributions import rules
from shebao.contributions.explaining import Explanation, as_json, explain, sentence, table
from shebao.contributions.models import Charge, Kind, Tariff
from shebao.contributions.rules import Payer, Terms
from shebao.kernel.months import Month
from shebao.law import law
from shebao.law.errors import NoLawError

CASES = 10_000
MARCH = Month(2024, 3)


def tariff(terms: Terms, number: int = 1, month: Month = MARCH) -> Tariff:
    return Tariff(
        pk=number,
        month=int(month),
        scheme=terms.scheme,
        lower=terms.lower,
        upper=terms.upper,
        employer_ppm=terms.employer_ppm,
        personal_ppm=terms.personal_ppm,
        deferred=terms.deferred,
        law=terms.law,
    )


def charge(terms: Terms, wage_fen: int, **changed: Any) -> Charge:
    """A first entry in the arithmetic of assess.sql."""
    base = min(max((wage_fen + 50) // 100, terms.lower), terms.upper)
    values: dict[str, Any] = {
        "month": int(MARCH),
        "person_id": 1,
        "scheme": terms.scheme,
        "employer_id": 1,
        "entry": 1,
        "contract_id": 1,
        "notice_id": 1,
        "run_id": 1,
        "wage_fen": wage_fen,
        "base": base,
        "employer_fen": (base * terms.employer_ppm + 5000) // 10000,
        "personal_fen": (base * terms.personal_ppm + 5000) // 10000,
        "tariff_id": 1,
        "kind": Kind.REGULAR,
    }
    return Charge(**values | changed)


def of_law(scheme: str = "110", month: Month = MARCH, **payer: Any) -> Terms:
    return rules.terms(law(), scheme, month, "", Payer(**{"injury_class": 1, "injury_band": 100} | payer))


def explained(terms: Terms, *charges: Charge) -> Explanation:
    return explain(charges, {1: tariff(terms)})


def recomputed(said: Mapping[str, Any]) -> tuple[int, int]:
    """Fen of both payers from nothing but what the JSON says, by arithmetic of its own."""
    wage, lower, upper = (Decimal(text) for text in (said["wage"], said["bounds"]["lower"], said["bounds"]["upper"]))
    base = min(max(wage, lower), upper).quantize(Decimal(1), ROUND_HALF_UP)
    assert base == Decimal(said["base"])
    return _fen(base, said["employer"]), _fen(base, said["personal"])


def _fen(base: Decimal, share: Mapping[str, Any]) -> int:
    rate = Decimal(share["percent"])
    if share["injury"]:
        assert rate == Decimal(share["injury"]["benchmark"]) * Decimal(share["injury"]["band"]) / 100
    for relief in share["reliefs"]:
        if relief["effect"] == "factor":
            rate = rate * Decimal(relief["percent"]) / 100
    assert rate == Decimal(share["applied_percent"])
    assert Decimal(share["exact"]) == base * rate / 100
    return int((base * rate).quantize(Decimal(1), ROUND_HALF_UP))


def test_ten_thousand_entries_follow_from_what_is_said_of_them() -> None:
    chance = random.Random(20240311)
    known: dict[tuple[Any, ...], Terms] = {}
    done = 0
    while done < CASES:
        terms = _drawn(chance, known)
        if terms is None:
            continue
        wage = chance.choice([chance.randrange(1, 6_000_000), terms.lower * 100, terms.upper * 100 + 50])
        entry = charge(terms, wage)
        said = as_json(explained(terms, entry))["entries"][0]
        assert recomputed(said["calculation"]) == (entry.employer_fen, entry.personal_fen)
        assert said["agrees"]
        assert said["entered"]["employer"] == f"{Decimal(entry.employer_fen) / 100:.2f}"
        done += 1


def _drawn(chance: random.Random, known: dict[tuple[Any, ...], Terms]) -> Terms | None:
    key = (
        chance.choice(["110", "210", "410"]),
        Month(chance.randrange(2010, 2027), chance.randrange(1, 13)),
        chance.choice(["", "local_rural", "outside_urban"]),
        Payer(
            chance.randrange(1, 9),
            chance.choice([50, 80, 100, 120, 150]),
            chance.choice(["", "large", "micro_small_medium"]),
            chance.choice(["", "catering"]),
        ),
    )
    try:
        return known.setdefault(key, rules.terms(law(), *key))
    except NoLawError:
        return None


def test_the_sentence_of_an_ordinary_month() -> None:
    said = sentence(explained(of_law(), charge(of_law(), 900_000)))
    for words in (
        "2024年3月企业职工基本养老保险：申报缴费工资 9,000.00 元，",
        "在当月上下限（6,326 元—33,891 元）之内，缴费基数为 9,000 元。",
        "单位费率 16%：9,000 × 16%，应缴 1,440.00 元。个人费率 8%：9,000 × 8%，应缴 720.00 元。合计 2,160.00 元。",
        "北京市历年养老保险缴费工资基数上下限",
        "待核实：费率有依据，起始月待核实",
    ):
        assert words in said


@pytest.mark.parametrize(
    ("wage_fen", "words"),
    [
        (500_000, "低于当月缴费基数下限 6,326 元，按下限计，缴费基数为 6,326 元"),
        (5_000_000, "高于当月缴费基数上限 33,891 元，按上限计，缴费基数为 33,891 元"),
        (900_150, "四舍五入到元，缴费基数为 9,002 元"),
        (632_600, "在当月上下限（6,326 元—33,891 元）之内"),
    ],
)
def test_what_became_of_the_wage(wage_fen: int, words: str) -> None:
    assert words in sentence(explained(of_law(), charge(of_law(), wage_fen)))


def test_rounding_is_said_where_there_was_any() -> None:
    terms = of_law("210")
    assert "9,001 × 0.5% = 45.005，四舍五入到分，应缴 45.01 元" in sentence(explained(terms, charge(terms, 900_100)))


def test_a_work_injury_rate_is_benchmark_by_band() -> None:
    terms = of_law("410", injury_class=3, injury_band=120)
    said = sentence(explained(terms, charge(terms, 900_000)))
    assert "3类行业基准 0.7% × 浮动 120%" in said
    assert "9,000 × 0.84%，应缴 75.60 元" in said
    assert "个人不缴费。" in said


def test_a_relief_is_named_with_what_remains() -> None:
    month = Month(2020, 3)
    half = of_law(month=month, size="large")
    said = sentence(explain([charge(half, 900_000, month=202003)], {1: tariff(half, month=month)}))
    assert "按“大型企业减半征收三项单位缴费”减按 50%，实际 8%" in said
    exempt = of_law(month=month, size="micro_small_medium")
    said = sentence(explain([charge(exempt, 900_000, month=202003)], {1: tariff(exempt, month=month)}))
    assert "减按 0%，实际 0%：9,000 × 0%，应缴 0.00 元" in said


def test_a_deferral_leaves_the_amount() -> None:
    month = Month(2022, 5)
    terms = of_law(month=month, industry="catering")
    found = explain([charge(terms, 900_000, month=202205)], {1: tariff(terms, month=month)})
    assert "应缴 1,440.00 元" in sentence(found)
    assert "单位缴纳部分按规定缓缴" in sentence(found)
    assert as_json(found)["entries"][0]["calculation"]["deferred"] is True


def test_a_difference_says_what_was_what_is_and_why() -> None:
    terms = of_law()
    later = charge(terms, 1_000_000, entry=2, kind=Kind.BASE, employer_fen=16_000, personal_fen=8_000)
    found = explained(terms, charge(terms, 900_000), later)
    said = sentence(found)
    assert "此前已记 单位 1,440.00 元、个人 720.00 元，现应为 单位 1,600.00 元、个人 800.00 元" in said
    assert "缴费工资（元）由 9000.00 改为 10000.00、缴费基数（元）由 9000 改为 10000" in said
    assert "本次按“缴费基数调整补收”记 单位 +160.00 元、个人 +80.00 元" in said
    assert (found.total.employer, found.total.personal) == (Decimal("1600.00"), Decimal("800.00"))
    assert all(step.agrees for step in found.steps)


def test_what_is_no_longer_owed_is_cancelled() -> None:
    terms = of_law()
    gone = charge(terms, 900_000, entry=2, kind=Kind.WITHDRAWN, employer_fen=-144_000, personal_fen=-72_000)
    back = charge(terms, 900_000, entry=3)
    found = explained(terms, charge(terms, 900_000), gone, back)
    assert [step.agrees for step in found.steps] == [True, True, True]
    assert "本月不再应缴。" in sentence(found)
    assert "本月不再参保或不再应缴" in sentence(found)
    assert "重新应缴" in sentence(found)


def test_what_was_paid_stays_and_is_refundable() -> None:
    terms = of_law()
    gone = charge(terms, 900_000, entry=2, kind=Kind.WITHDRAWN, employer_fen=-44_000, personal_fen=0)
    found = explained(terms, charge(terms, 900_000), gone)
    assert found.last.agrees
    assert "已缴费的部分（单位 1,000.00 元、个人 720.00 元）不在此冲减，可申请退费" in sentence(found)


@pytest.mark.parametrize("changed", [{"employer_fen": 144_001}, {"personal_fen": 71_999}, {"base": 9_001}])
def test_an_entry_that_does_not_follow_is_never_explained_away(changed: dict[str, int]) -> None:
    found = explained(of_law(), charge(of_law(), 900_000, **changed))
    assert not found.last.agrees
    assert "与记录的金额不一致" in sentence(found)
    assert as_json(found)["entries"][0]["agrees"] is False


def test_a_later_entry_too_high_is_noticed() -> None:
    terms = of_law()
    later = charge(terms, 1_000_000, entry=2, kind=Kind.BASE, employer_fen=16_001, personal_fen=8_000)
    assert not explained(terms, charge(terms, 900_000), later).last.agrees


def test_the_table_has_every_number_with_its_text() -> None:
    lines = {line.key: line for line in table(explained(of_law(), charge(of_law(), 500_000)))}
    assert list(lines) == ["wage", "bounds", "base", "employer_rate", "employer", "personal_rate", "personal", "total"]
    assert lines["bounds"].value == "6,326 元 — 33,891 元"
    assert lines["bounds"].how == "2023-07 至 2024-06"
    assert lines["base"].how == "低于下限，按下限计"
    assert (lines["employer"].value, lines["personal"].value) == ("1,012.16 元", "506.08 元")
    assert "待核实" in lines["employer_rate"].basis
    assert not lines["employer_rate"].verified


def test_the_keys_of_the_json_are_stable_and_it_is_json() -> None:
    said = as_json(explained(of_law(), charge(of_law(), 900_000)))
    assert json.loads(json.dumps(said)) == said
    assert list(said) == ["month", "scheme", "scheme_name", "total", "verified", "sentence", "entries"]
    assert said["verified"] is False
    entry = said["entries"][0]
    assert list(entry["calculation"]) == ["wage", "bounds", "bound", "base", "employer", "personal", "deferred"]
    assert entry["calculation"]["bounds"]["verified"] is True
    assert said["total"] == {"employer": "1440.00", "personal": "720.00", "total": "2160.00"}


def test_nothing_cannot_be_explained() -> None:
    with pytest.raises(ValueError, match="no entry"):
        explain([], {})


def test_law_that_says_little_is_not_verified() -> None:
    bare = Tariff(pk=1, month=202403, scheme="110", lower=1, upper=2, employer_ppm=160_000, personal_ppm=80_000, law={})
    found = explain([charge(of_law(), 150, base=2, employer_fen=32, personal_fen=16)], {1: bare})
    assert found.last.agrees
    assert not found.last.verified
    assert "未登记依据（待核实）" in sentence(found)
