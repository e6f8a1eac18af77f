"""Two employers from March 2023 to August 2024, every fen worked out by hand.

Bounds of the base, pension, unemployment and work injury alike (yuan a month):
    2022-07 to 2023-06  5,869 to 31,884;  2023-07 to 2024-06  6,326 to 33,891;  from 2024-07  6,821 to 35,283
Rates in all of these months: pension 16 % and 8 %, unemployment 0.5 % and 0.5 %, work injury
    细行 (careful): class 1, band 100 %: 0.2 %;  迟安 (late): class 4 at 0.9 %, band 120 %: 1.08 %
Each amount is rounded to the fen half up by itself. Months to 2023-12 are assessed by the agency, later ones declared.

    细行   张 joins 2023-03-11 with 9,000; 9,600.50 from 2023-07, 10,200 from 2024-07
           王 joins 2023-03-06 with 4,000; 6,500 from 2023-07; leaves on 2023-11-30, told in December
           李 joins 2023-05-08 with 20,000; 21,000 from 2023-07; leaves on 2023-10-20, told on that day
           陈 is enrolled by mistake on 2023-06-12
           赵 joins 2023-08-01 with 12,345.67, corrected to 13,456.78 in October; 40,000 from 2024-07
    迟安   周 joins 2023-03-01 with 60,000; nothing is declared in July 2023: 110 %; 36,000 from 2024-07
           孙 joins 2023-04-03 with 7,000; 110 % from 2023-07; left on 2024-01-31, told on 2024-03-20
"""

from collections.abc import Iterator

import pytest
from django.db.models import Sum

from city import cast
from shebao.collection.models import Mismatch, Payment
from shebao.contributions.models import Charge, Problem
from shebao.services.enrolment.tests.desk import violations
from tests.stories import year_2023, year_2024
from tests.stories.stage import Firm, firm, number, yuan

pytestmark = pytest.mark.django_db


@pytest.fixture
def careful(db: None) -> Firm:
    """北京细行科技: declares in time, pays on the 15th."""
    return firm(cast.CAREFUL, injury_class=1, band="1.00")


@pytest.fixture
def late(db: None) -> Firm:
    """北京迟安餐饮: declares nothing in July 2023, and pays one month late."""
    return firm(cast.LATE, injury_class=4, band="1.20")


def test_eighteen_months(careful: Firm, late: Firm) -> None:
    year_2023.spring_2023(careful, late)
    year_2023.a_mistake_in_june(careful, late)
    year_2023.july_2023(careful, late)
    year_2023.a_joiner_in_august(careful, late)
    year_2023.a_correction_in_october(careful, late)
    year_2023.somebody_leaves_in_october(careful, late)
    year_2023.a_late_payment_in_november(late)
    year_2023.somebody_leaves_at_the_end_of_november(careful, late)
    year_2024.winter_2024(careful, late)
    year_2024.an_ending_told_two_months_late(careful, late)
    year_2024.spring_2024(careful, late)
    year_2024.bounds_that_were_published_late(careful, late)
    year_2024.august_2024(careful, late)
    the_books_after_eighteen_months(careful, late)


def the_books_after_eighteen_months(careful: Firm, late: Firm) -> None:
    """What is open, what came in, and what the entries of all months come to by scheme."""
    assert careful.owing() == {"2024-07": "350.79", "2024-08": "11461.73"}  # 232.47 + 118.32; 7595.67 + 3866.06
    assert late.owing() == {"2024-07": "9201.82", "2024-08": "9201.82"}  # 6202.76 + 2999.06
    assert list(by_scheme(careful)) == [
        # 张 4 × 1440.00 + 12 × 1536.16 + 2 × 1632.00 = 27457.92; 王 4 × 939.04 + 5 × 1040.00 = 8956.16;
        # 李 2 × 3200.00 + 4 × 3360.00 = 19840.00; 赵 11 × 2153.12 + 2 × 5645.28 = 34974.88; half of each: the persons
        ("110", "91228.96", "45614.48"),
        # 张 4 × 45.00 + 12 × 48.01 + 2 × 51.00 = 858.12; 王 4 × 29.35 + 5 × 32.50 = 279.90;
        # 李 2 × 100.00 + 4 × 105.00 = 620.00; 赵 11 × 67.29 + 2 × 176.42 = 1093.03
        ("210", "2851.05", "2851.05"),
        # 张 4 × 18.00 + 12 × 19.20 + 2 × 20.40 = 343.20; 王 4 × 11.74 + 5 × 13.00 = 111.96;
        # 李 2 × 40.00 + 4 × 42.00 = 248.00; 赵 11 × 26.91 + 2 × 70.57 = 437.15
        ("410", "1140.31", "0.00"),
    ]
    assert list(by_scheme(late)) == [
        # 周 4 × 5101.44 + 12 × 5422.56 + 2 × 5645.28 = 96767.04;
        # 孙 3 × 1120.00 + 8 × 1232.00 = 13216.00, February among them, which was paid and may be refunded
        ("110", "109983.04", "54991.52"),
        # 周 4 × 159.42 + 12 × 169.46 + 2 × 176.42 = 3024.04; 孙 3 × 35.00 + 8 × 38.50 = 413.00
        ("210", "3437.04", "3437.04"),
        # 周 4 × 344.35 + 12 × 366.02 + 2 × 381.06 = 6531.76; 孙 3 × 75.60 + 8 × 83.16 = 892.08
        ("410", "7423.84", "0.00"),
    ]
    # 91228.96 + 45614.48 + 2 × 2851.05 + 1140.31 = 143685.85, less what is open: 350.79 + 11461.73 = 11812.52
    assert paid(careful) == ("131873.33", "0.00")
    # 109983.04 + 54991.52 + 2 × 3437.04 + 7423.84 = 179272.48, less what is open: 2 × 9201.82 = 18403.64
    assert paid(late) == ("160868.84", "108.47")
    assert not Mismatch.objects.exists()
    assert not Problem.objects.exists()
    assert violations() == []


def by_scheme(whose: Firm) -> Iterator[tuple[str, str, str]]:
    """All entries of an employer."""
    span = Charge.objects.filter(employer_id=whose.employer.pk, month__range=(number("2023-03"), number("2024-08")))
    sums = span.values("scheme").annotate(employer=Sum("employer_fen"), person=Sum("personal_fen")).order_by("scheme")
    for row in sums:
        yield row["scheme"], yuan(row["employer"]), yuan(row["person"])


def paid(whose: Firm) -> tuple[str, str]:
    """What an employer has paid: contributions and late fees."""
    sums = Payment.objects.filter(employer_id=whose.employer.pk).aggregate(Sum("principal_fen"), Sum("late_fee_fen"))
    return yuan(sums["principal_fen__sum"]), yuan(sums["late_fee_fen__sum"])
