"""Exempt, halved and deferred shares of 2020 and 2022, every fen worked out by hand.

Bounds (yuan a month): pension and unemployment from 2019-07  3,613 to 23,565, from 2020-07  3,613 to 26,541; work
injury from 4,713 in both years; all three from 2021-07  5,360 to 28,221, from 2022-07  5,869 to 31,884
Rates: pension 16 % and 8 %; unemployment 0.8 % and 0.2 % to 2021-04, then 0.5 % and 0.5 %
"""

from datetime import date

import pytest

from city import cast
from shebao.collection import queries as arrears
from shebao.collection.models import LateFee, Mismatch
from shebao.kernel.months import Month, months
from shebao.services.enrolment.tests.desk import violations
from tests.stories.stage import Asked, Owed, deferred, firm, run, yuan

pytestmark = pytest.mark.django_db

HE, MA = 7, 8


def test_small_employers_pay_no_share_in_2020_and_large_ones_half_of_it_to_june(db: None) -> None:
    """何 works for a small employer (work injury 0.4 % × 50 % = 0.2 %), 马 for a large one (1.6 % × 80 % = 1.28 %)."""
    small = firm(cast.CAREFUL, injury_class=2, band="0.50", size="micro_small_medium")
    large = firm(cast.HUGE, injury_class=7, band="0.80", size="large")
    small.joins(HE, "2020-01-06", "9000")
    large.joins(MA, "2020-01-06", "4000")
    # 9000 × 16 % = 1440.00, × 8 % = 720.00; × 0.8 % = 72.00, × 0.2 % = 18.00; × 0.2 % = 18.00
    whole_he = Owed("1440.00", "720.00", "72.00", "18.00", "18.00")
    exempt_he = Owed("0.00", "720.00", "0.00", "18.00", "0.00")
    # 4000 × 16 % = 640.00, × 8 % = 320.00; × 0.8 % = 32.00, × 0.2 % = 8.00; 4713 × 1.28 % = 60.3264 → 60.33
    whole_ma = Owed("640.00", "320.00", "32.00", "8.00", "60.33")
    # the rate is halved, not the amount: 4000 × 8 % = 320.00; × 0.4 % = 16.00; 4713 × 0.64 % = 30.1632 → 30.16
    half_ma = Owed("320.00", "320.00", "16.00", "8.00", "30.16")
    for month in map(str, months(Month(2020, 1), Month(2021, 1))):
        run(month, f"{month}-25")
        small.owes(month, {HE: exempt_he if "2020-02" <= month <= "2020-12" else whole_he})
        large.owes(month, {MA: half_ma if "2020-02" <= month <= "2020-06" else whole_ma})
    # 1440.00 + 72.00 + 18.00 = 1530.00; 720.00 + 18.00 = 738.00
    assert small.notices("2020-01") == small.notices("2021-01") == [Asked(1, "issued", "1530.00", "738.00")]
    assert small.notices("2020-02") == small.notices("2020-12") == [Asked(1, "issued", "0.00", "738.00")]
    # 320.00 + 16.00 + 30.16 = 366.16; 640.00 + 32.00 + 60.33 = 732.33; 320.00 + 8.00 = 328.00
    assert large.notices("2020-06") == [Asked(1, "issued", "366.16", "328.00")]
    assert large.notices("2020-07") == [Asked(1, "issued", "732.33", "328.00")]
    small.pays("2020-03", "2020-04-20", "738.00")
    large.pays("2020-03", "2020-04-20", "694.16")  # 366.16 + 328.00
    assert not Mismatch.objects.exists()
    assert violations() == []


def test_a_restaurant_defers_its_share_in_2022(db: None) -> None:
    """马 works in a restaurant (work injury 0.9 %) for 5,000: only her share is asked for, and only it bears late fees.

    Pension is deferred from April to June, unemployment and work injury to October.
    """
    restaurant = firm(cast.LATE, injury_class=4, band="1.00", industry="catering")
    restaurant.joins(MA, "2022-03-01", "5000")
    for month in map(str, months(Month(2022, 3), Month(2022, 11))):
        run(month, f"{month}-25")
    # 5000 → 5360: × 16 % = 857.60, × 8 % = 428.80; × 0.5 % = 26.80; × 0.9 % = 48.24
    before_july = Owed("857.60", "428.80", "26.80", "26.80", "48.24")
    # 5000 → 5869: × 16 % = 939.04, × 8 % = 469.52; × 0.5 % = 29.345 → 29.35; × 0.9 % = 52.821 → 52.82
    from_july = Owed("939.04", "469.52", "29.35", "29.35", "52.82")
    for month in map(str, months(Month(2022, 3), Month(2022, 11))):
        restaurant.owes(month, {MA: before_july if month < "2022-07" else from_july})
    # 857.60 + 26.80 + 48.24 = 932.64; 428.80 + 26.80 = 455.60
    for month in ("2022-03", "2022-04", "2022-06"):
        assert restaurant.notices(month) == [Asked(1, "issued", "932.64", "455.60")]
    # 939.04 + 29.35 + 52.82 = 1021.21; 469.52 + 29.35 = 498.87
    for month in ("2022-07", "2022-10", "2022-11"):
        assert restaurant.notices(month) == [Asked(1, "issued", "1021.21", "498.87")]
    expected = {"2022-03": "0.00", "2022-04": "932.64", "2022-06": "932.64", "2022-07": "82.17", "2022-10": "82.17",
                "2022-11": "0.00"}  # fmt: skip  # 29.35 + 52.82 = 82.17
    assert {month: deferred(restaurant, month) for month in expected} == expected
    restaurant.pays("2022-03", "2022-04-20", "1388.24")  # 932.64 + 455.60
    # April is due on 31 May and paid on 6 June: 5 days × 0.05 % = 0.25 % of the person's share alone,
    # 428.80 → 1.072 → 1.07; 26.80 → 0.067 → 0.07
    (late,) = arrears.arrears(restaurant.employer.pk, date(2022, 6, 6))
    assert (late.days, yuan(late.owed_fen), yuan(late.late_fee_fen)) == (5, "455.60", "1.14")
    restaurant.pays("2022-04", "2022-06-06", "455.60", "1.14")
    assert sorted(LateFee.objects.values_list("scheme", "fen")) == [("110", 107), ("210", 7)]
    restaurant.pays("2022-07", "2022-08-20", "1437.91")  # 1021.21 + 498.87 - 82.17
    restaurant.pays("2022-11", "2022-12-20", "1520.08")  # 1021.21 + 498.87
    assert not Mismatch.objects.exists()
    assert violations() == []
