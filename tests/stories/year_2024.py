"""Chapters of the story of eighteen months: January to August 2024."""

from shebao.contributions.models import Charge
from shebao.kernel.months import Month, months
from tests.law_then import before_bounds_of
from tests.stories.amounts import (
    SUN,
    SUN_2023_07,
    ZHANG,
    ZHANG_2023_07,
    ZHANG_2024_07,
    ZHAO,
    ZHAO_2024_07,
    ZHAO_CORRECTED,
    ZHAO_OLD_BOUND,
    ZHOU,
    ZHOU_2023_07,
    ZHOU_2024_07,
)
from tests.stories.stage import Asked, Firm, money_of, run


def winter_2024(careful: Firm, late: Firm) -> None:
    """From January on months are declared by the employer before tax asks for them; February is paid on 15 March."""
    for month, day in (("2024-01", "2024-01-25"), ("2024-02", "2024-02-25")):
        run(month, day)
        careful.owes(month, {ZHANG: ZHANG_2023_07, ZHAO: ZHAO_CORRECTED})
        late.owes(month, {ZHOU: ZHOU_2023_07, SUN: SUN_2023_07})
        assert careful.notices(month) == [Asked(1, "to_declare", "3850.69", "1959.94")]
        assert late.notices(month) == [Asked(1, "to_declare", "7311.70", "3535.24")]
        for one in (careful, late):
            one.declares_to_tax(month, f"{month}-28")
    careful.pays("2024-01", "2024-02-08", "5810.63")
    late.pays("2024-01", "2024-02-20", "10846.94")
    careful.pays("2024-02", "2024-03-15", "5810.63")
    late.pays("2024-02", "2024-03-15", "10846.94")


def an_ending_told_two_months_late(careful: Firm, late: Firm) -> None:
    """On 20 March it is told that 孙 left on 31 January: February is paid and may be refunded, March is cancelled."""
    run("2024-03", "2024-03-18")
    assert late.notices("2024-03") == [Asked(1, "to_declare", "7311.70", "3535.24")]
    left = late.leaves(SUN, "2024-01-31", told_on="2024-03-20")
    assert money_of(left) == ("0.00", "2008.16", "2008.16")  # 1353.66 + 654.50, once each
    late.owes("2024-02", {ZHOU: ZHOU_2023_07, SUN: SUN_2023_07})
    late.owes("2024-03", {ZHOU: ZHOU_2023_07})
    assert late.notices("2024-02") == [Asked(1, "paid", "7311.70", "3535.24")]
    assert late.notices("2024-03") == [
        Asked(1, "replaced", "7311.70", "3535.24"),
        Asked(2, "to_declare", "5958.04", "2880.74"),
    ]
    careful.owes("2024-03", {ZHANG: ZHANG_2023_07, ZHAO: ZHAO_CORRECTED})
    pay_later(careful, late, "2024-03")


def spring_2024(careful: Firm, late: Firm) -> None:
    """April to June: nothing changes."""
    for month in map(str, months(Month(2024, 4), Month(2024, 6))):
        run(month, f"{month}-25")
        careful.owes(month, {ZHANG: ZHANG_2023_07, ZHAO: ZHAO_CORRECTED})
        late.owes(month, {ZHOU: ZHOU_2023_07})
        assert careful.notices(month) == [Asked(1, "to_declare", "3850.69", "1959.94")]
        assert late.notices(month) == [Asked(1, "to_declare", "5958.04", "2880.74")]
        pay_later(careful, late, month)


def pay_later(careful: Firm, late: Firm, month: str) -> None:
    """A usual month of 2024: declared on the 28th, paid in the middle of the next."""
    for one in (careful, late):
        one.declares_to_tax(month, f"{month}-28")
    careful.pays(month, f"{Month.parse(month) + 1}-15", "5810.63")  # 3850.69 + 1959.94
    late.pays(month, f"{Month.parse(month) + 1}-20", "8838.78")  # 5958.04 + 2880.74


def bounds_that_were_published_late(careful: Firm, late: Firm) -> None:
    """July is run on the bounds of the year before. Those from July on come out on 20 August.

    赵: 5645.28 - 5422.56 = 222.72 and 111.36; 176.42 - 169.46 = 6.96, twice; 70.57 - 67.78 = 2.79;
        employer 222.72 + 6.96 + 2.79 = 232.47, person 111.36 + 6.96 = 118.32
    周: the same, but 381.06 - 366.02 = 15.04; employer 222.72 + 6.96 + 15.04 = 244.72, person 118.32
    """
    with before_bounds_of(Month(2024, 7)):
        careful.declares("2024-07-08", {ZHANG: "10200", ZHAO: "40000"})
        late.declares("2024-07-10", {ZHOU: "36000"})
        run("2024-07", "2024-07-25")
        careful.owes("2024-07", {ZHANG: ZHANG_2024_07, ZHAO: ZHAO_OLD_BOUND})
        # 1703.40 + 5659.80 = 7363.20; 867.00 + 2880.74 = 3747.74
        assert careful.notices("2024-07") == [Asked(1, "to_declare", "7363.20", "3747.74")]
        assert late.notices("2024-07") == [Asked(1, "to_declare", "5958.04", "2880.74")]
        for one in (careful, late):
            one.declares_to_tax("2024-07", "2024-07-28")
        careful.pays("2024-07", "2024-08-15", "11110.94")  # 7363.20 + 3747.74
    run("2024-07", "2024-08-21")
    careful.owes("2024-07", {ZHANG: ZHANG_2024_07, ZHAO: ZHAO_2024_07})
    assert careful.notices("2024-07") == [
        Asked(1, "paid", "7363.20", "3747.74"),
        Asked(2, "to_declare", "232.47", "118.32"),
    ]
    late.owes("2024-07", {ZHOU: ZHOU_2024_07})
    assert late.notices("2024-07") == [
        Asked(1, "replaced", "5958.04", "2880.74"),
        Asked(2, "to_declare", "6202.76", "2999.06"),
    ]
    kinds = Charge.objects.filter(month=202407, entry=2).values_list("kind", flat=True)
    assert set(kinds) == {"34"}  # 缴费基数调整补收
    assert run("2024-07", "2024-08-22").charges == 0


def august_2024(careful: Firm, late: Firm) -> None:
    """The last month of the story; its notices and the differences of July are declared and not paid yet."""
    run("2024-08", "2024-08-25")
    careful.owes("2024-08", {ZHANG: ZHANG_2024_07, ZHAO: ZHAO_2024_07})
    # 1703.40 + 5892.27 = 7595.67; 867.00 + 2999.06 = 3866.06
    assert careful.notices("2024-08") == [Asked(1, "to_declare", "7595.67", "3866.06")]
    late.owes("2024-08", {ZHOU: ZHOU_2024_07})
    assert late.notices("2024-08") == [Asked(1, "to_declare", "6202.76", "2999.06")]
    for month in ("2024-07", "2024-08"):
        for one in (careful, late):
            one.declares_to_tax(month, "2024-08-28")
    assert (careful.due("2024-07"), careful.due("2024-08")) == ("2024-09-30", "2024-09-30")
    assert late.due("2024-07") == "2024-09-02"  # 31 August is a Saturday
