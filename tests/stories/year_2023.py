"""Chapters of the story of eighteen months: March to December 2023."""

from shebao.collection import actions as collection
from shebao.collection import queries as arrears
from shebao.collection.models import LateFee
from shebao.services.bases.undeclared import assess_undeclared
from shebao.services.enrolment.tests.desk import SYSTEM
from tests.stories.amounts import (
    CHEN,
    CHEN_2023_06,
    LI,
    LI_2023_05,
    LI_2023_07,
    SUN,
    SUN_2023_04,
    SUN_2023_07,
    WANG,
    WANG_2023_03,
    WANG_2023_07,
    ZHANG,
    ZHANG_2023_03,
    ZHANG_2023_07,
    ZHAO,
    ZHAO_AT_FIRST,
    ZHAO_CORRECTED,
    ZHOU,
    ZHOU_2023_03,
    ZHOU_2023_07,
)
from tests.stories.stage import MISTAKE, Asked, Firm, money_of, run, yuan


def spring_2023(careful: Firm, late: Firm) -> None:
    """March to May 2023: 张, 王 and 周 join, then 孙, then 李. Both employers pay in the month after."""
    late.joins(ZHOU, "2023-03-01", "60000")
    careful.joins(WANG, "2023-03-06", "4000")
    careful.joins(ZHANG, "2023-03-11", "9000")
    run("2023-03", "2023-03-25")
    careful.owes("2023-03", {ZHANG: ZHANG_2023_03, WANG: WANG_2023_03})
    # 1503.00 + 980.13 = 2483.13; 765.00 + 498.87 = 1263.87
    assert careful.notices("2023-03") == [Asked(1, "issued", "2483.13", "1263.87")]
    assert careful.due("2023-03") == "2023-05-04"  # 30 April is a Sunday, after it the holidays of May
    late.owes("2023-03", {ZHOU: ZHOU_2023_03})
    assert late.notices("2023-03") == [Asked(1, "issued", "5605.21", "2710.14")]

    late.joins(SUN, "2023-04-03", "7000")
    careful.pays("2023-03", "2023-04-15", "3747.00")  # 2483.13 + 1263.87
    late.pays("2023-03", "2023-04-20", "8315.35")  # 5605.21 + 2710.14
    run("2023-04", "2023-04-25")
    careful.owes("2023-04", {ZHANG: ZHANG_2023_03, WANG: WANG_2023_03})
    late.owes("2023-04", {ZHOU: ZHOU_2023_03, SUN: SUN_2023_04})
    # 5605.21 + 1230.60 = 6835.81; 2710.14 + 595.00 = 3305.14
    assert late.notices("2023-04") == [Asked(1, "issued", "6835.81", "3305.14")]

    careful.joins(LI, "2023-05-08", "20000")
    careful.pays("2023-04", "2023-05-15", "3747.00")
    late.pays("2023-04", "2023-05-20", "10140.95")  # 6835.81 + 3305.14
    run("2023-05", "2023-05-25")
    careful.owes("2023-05", {ZHANG: ZHANG_2023_03, WANG: WANG_2023_03, LI: LI_2023_05})
    # 2483.13 + 3340.00 = 5823.13; 1263.87 + 1700.00 = 2963.87
    assert careful.notices("2023-05") == [Asked(1, "issued", "5823.13", "2963.87")]


def a_mistake_in_june(careful: Firm, late: Firm) -> None:
    """陈 is enrolled on the 12th, charged by the run on the 20th, and found to be a mistake on the 26th."""
    careful.joins(CHEN, "2023-06-12", "8000")
    careful.pays("2023-05", "2023-06-15", "8787.00")  # 5823.13 + 2963.87
    late.pays("2023-05", "2023-06-20", "10140.95")
    run("2023-06", "2023-06-20")
    everybody = {ZHANG: ZHANG_2023_03, WANG: WANG_2023_03, LI: LI_2023_05}
    careful.owes("2023-06", {**everybody, CHEN: CHEN_2023_06})
    # 5823.13 + 1336.00 = 7159.13; 2963.87 + 680.00 = 3643.87
    assert careful.notices("2023-06") == [Asked(1, "issued", "7159.13", "3643.87")]
    mistake = careful.leaves(CHEN, "2023-06-26", told_on="2023-06-26", **MISTAKE)
    assert money_of(mistake) == ("0.00", "2016.00", "0.00")  # 1336.00 + 680.00 are cancelled
    careful.owes("2023-06", everybody)
    assert careful.notices("2023-06") == [
        Asked(1, "replaced", "7159.13", "3643.87"),
        Asked(2, "issued", "5823.13", "2963.87"),
    ]
    late.owes("2023-06", {ZHOU: ZHOU_2023_03, SUN: SUN_2023_04})


def july_2023(careful: Firm, late: Firm) -> None:
    """New bounds. 细行 declares; 迟安 does not, so 110 % of the base of June counts, which changes its notice."""
    careful.declares("2023-07-10", {ZHANG: "9600.50", WANG: "6500", LI: "21000"})
    careful.pays("2023-06", "2023-07-15", "8787.00")
    late.pays("2023-06", "2023-07-20", "10140.95")
    run("2023-07", "2023-07-25")
    careful.owes("2023-07", {ZHANG: ZHANG_2023_07, WANG: WANG_2023_07, LI: LI_2023_07})
    # 1603.37 + 1085.50 + 3507.00 = 6195.87; 816.09 + 552.50 + 1785.00 = 3153.59
    assert careful.notices("2023-07") == [Asked(1, "issued", "6195.87", "3153.59")]
    late.owes("2023-07", {ZHOU: ZHOU_2023_07, SUN: SUN_2023_04})
    # 5958.04 + 1230.60 = 7188.64; 2880.74 + 595.00 = 3475.74
    assert late.notices("2023-07") == [Asked(1, "issued", "7188.64", "3475.74")]

    assert (
        assess_undeclared(SYSTEM, 2023, [careful.employer.pk, late.employer.pk], now=late.desk("2023-08-01").now) == 2
    )
    late.owes("2023-07", {ZHOU: ZHOU_2023_07, SUN: SUN_2023_07})
    # 5958.04 + 1353.66 = 7311.70; 2880.74 + 654.50 = 3535.24
    assert late.notices("2023-07") == [
        Asked(1, "replaced", "7188.64", "3475.74"),
        Asked(2, "issued", "7311.70", "3535.24"),
    ]


def a_joiner_in_august(careful: Firm, late: Firm) -> None:
    """赵 joins. August and September are asked for."""
    careful.joins(ZHAO, "2023-08-01", "12345.67")
    careful.pays("2023-07", "2023-08-15", "9349.46")  # 6195.87 + 3153.59
    late.pays("2023-07", "2023-08-20", "10846.94")  # 7311.70 + 3535.24
    run("2023-08", "2023-08-25")
    everybody = {ZHANG: ZHANG_2023_07, WANG: WANG_2023_07, LI: LI_2023_07, ZHAO: ZHAO_AT_FIRST}
    careful.owes("2023-08", everybody)
    # 6195.87 + 2061.78 = 8257.65; 3153.59 + 1049.41 = 4203.00
    assert careful.notices("2023-08") == [Asked(1, "issued", "8257.65", "4203.00")]
    careful.pays("2023-08", "2023-09-15", "12460.65")  # 8257.65 + 4203.00
    late.pays("2023-08", "2023-09-20", "10846.94")
    run("2023-09", "2023-09-25")
    careful.owes("2023-09", everybody)
    late.owes("2023-09", {ZHOU: ZHOU_2023_07, SUN: SUN_2023_07})
    assert late.notices("2023-09") == [Asked(1, "issued", "7311.70", "3535.24")]


def a_correction_in_october(careful: Firm, late: Firm) -> None:
    """On the 12th the wage of 赵 is found to have been 13,456.78 all along. August is paid, September is not.

    Pension 2153.12 - 1975.36 = 177.76 and 1076.56 - 987.68 = 88.88; unemployment 67.29 - 61.73 = 5.56, twice;
    work injury 26.91 - 24.69 = 2.22. Employer 177.76 + 5.56 + 2.22 = 185.54; person 88.88 + 5.56 = 94.44
    """
    careful.declares("2023-10-12", {ZHAO: "13456.78"})
    everybody = {ZHANG: ZHANG_2023_07, WANG: WANG_2023_07, LI: LI_2023_07, ZHAO: ZHAO_CORRECTED}
    careful.owes("2023-08", everybody)
    careful.owes("2023-09", everybody)
    assert careful.notices("2023-08") == [
        Asked(1, "paid", "8257.65", "4203.00"),
        Asked(2, "issued", "185.54", "94.44"),
    ]
    assert careful.due("2023-08") == "2023-11-30"  # asked for in October, due like October
    # 8257.65 + 185.54 = 8443.19; 4203.00 + 94.44 = 4297.44
    assert careful.notices("2023-09") == [
        Asked(1, "replaced", "8257.65", "4203.00"),
        Asked(2, "issued", "8443.19", "4297.44"),
    ]
    assert (careful.due("2023-09"), late.due("2023-09")) == ("2023-10-31", "2023-10-31")
    careful.pays("2023-09", "2023-10-19", "12740.63")  # 8443.19 + 4297.44
    careful.pays("2023-08", "2023-10-19", "279.98")  # 185.54 + 94.44


def somebody_leaves_in_october(careful: Firm, late: Firm) -> None:
    """On the 20th 李 leaves. The month of leaving is owed, so it is charged in place; the run adds the others."""
    left = careful.leaves_this_month(LI, "2023-10-20")
    assert money_of(left) == ("5292.00", "0.00", "0.00")  # 3507.00 + 1785.00
    careful.owes("2023-10", {LI: LI_2023_07})
    assert careful.notices("2023-10") == [Asked(1, "open", "0.00", "0.00")]
    run("2023-10", "2023-10-25")
    careful.owes("2023-10", {ZHANG: ZHANG_2023_07, WANG: WANG_2023_07, LI: LI_2023_07, ZHAO: ZHAO_CORRECTED})
    # 1603.37 + 1085.50 + 3507.00 + 2247.32 = 8443.19; 816.09 + 552.50 + 1785.00 + 1143.85 = 4297.44
    assert careful.notices("2023-10") == [Asked(1, "issued", "8443.19", "4297.44")]
    late.owes("2023-10", {ZHOU: ZHOU_2023_07, SUN: SUN_2023_07})
    careful.pays("2023-10", "2023-11-15", "12740.63")
    late.pays("2023-10", "2023-11-20", "10846.94")


def a_late_payment_in_november(late: Firm) -> None:
    """迟安 pays September on 21 November: due on 31 October, late from 1 to 20 November, 20 days × 0.05 % = 1 %.

    Of every line by itself: 周 5422.56 → 54.2256 → 54.23, 2711.28 → 27.1128 → 27.11, 169.46 → 1.6946 → 1.69, twice,
    366.02 → 3.6602 → 3.66; 孙 1232.00 → 12.32, 616.00 → 6.16, 38.50 → 0.385 → 0.39, twice, 83.16 → 0.8316 → 0.83
    """
    assert collection.collect(SYSTEM, late.desk("2023-10-31").now.date()).notices == 0
    found = collection.collect(SYSTEM, late.desk("2023-11-01").now.date())
    assert (found.notices, yuan(found.owed_fen)) == (1, "10846.94")
    (arrear,) = arrears.arrears(late.employer.pk, late.desk("2023-11-21").now.date())
    assert (arrear.days, yuan(arrear.late_fee_fen)) == (20, "108.47")
    late.pays("2023-09", "2023-11-21", "10846.94", "108.47")  # 99.82 + 4.16 + 4.49
    fees = LateFee.objects.filter(employer_id=late.employer.pk).order_by("scheme").values_list("scheme", "fen", "days")
    assert [(scheme, yuan(fen), days) for scheme, fen, days in fees] == [
        ("110", "99.82", 20),  # 54.23 + 27.11 + 12.32 + 6.16
        ("210", "4.16", 20),  # 1.69 + 1.69 + 0.39 + 0.39
        ("410", "4.49", 20),  # 3.66 + 0.83
    ]
    assert arrears.arrears(late.employer.pk, late.desk("2023-11-22").now.date()) == []


def somebody_leaves_at_the_end_of_november(careful: Firm, late: Firm) -> None:
    """王 leaves on 30 November, told on 5 December: nothing after November was charged, nothing is cancelled."""
    run("2023-11", "2023-11-25")
    careful.owes("2023-11", {ZHANG: ZHANG_2023_07, WANG: WANG_2023_07, ZHAO: ZHAO_CORRECTED})
    # 1603.37 + 1085.50 + 2247.32 = 4936.19; 816.09 + 552.50 + 1143.85 = 2512.44
    assert careful.notices("2023-11") == [Asked(1, "issued", "4936.19", "2512.44")]
    left = careful.leaves(WANG, "2023-11-30", told_on="2023-12-05")
    assert money_of(left) == ("0.00", "0.00", "0.00")
    assert careful.notices("2023-11") == [Asked(1, "issued", "4936.19", "2512.44")]
    careful.pays("2023-11", "2023-12-15", "7448.63")  # 4936.19 + 2512.44
    late.pays("2023-11", "2023-12-20", "10846.94")
    run("2023-12", "2023-12-25")
    careful.owes("2023-12", {ZHANG: ZHANG_2023_07, ZHAO: ZHAO_CORRECTED})
    # 1603.37 + 2247.32 = 3850.69; 816.09 + 1143.85 = 1959.94
    assert careful.notices("2023-12") == [Asked(1, "issued", "3850.69", "1959.94")]
    careful.pays("2023-12", "2024-01-15", "5810.63")  # 3850.69 + 1959.94
    late.pays("2023-12", "2024-01-19", "10846.94")
