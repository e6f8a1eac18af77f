"""A small town for tests of money: employers and people hired with a wage, put into the tables as the engine would."""

from datetime import UTC, date, datetime

from shebao.audit.actions import Actor, action
from shebao.contributions.models import Charge, Notice, Wage
from shebao.employers.models import Employer
from shebao.employment.models import Contract, Coverage
from shebao.kernel.months import Month
from shebao.persons.models import Person

SETUP = Actor.system("场景", door="cli")
HERE = ("110", "210", "410")


def moment(text: str) -> datetime:
    """Ten in the morning in Beijing on a day."""
    day = date.fromisoformat(text)
    return datetime(day.year, day.month, day.day, 2, tzinfo=UTC)


def employer(
    serial: int = 1, *, injury_class: int = 1, band: str = "1.00", size: str = "", industry: str = ""
) -> Employer:
    """An employer; `serial` makes it another one."""
    with action(SETUP, "found"):
        return Employer.objects.create(
            credit_code=f"91110000000000{serial:04d}",
            name=f"第{serial}公司",
            district="110105",
            unit_type="10",
            injury_class=injury_class,
            injury_band=band,
            size_class=size,
            industry=industry,
            registered_on=date(2010, 1, 1),
        )


def hire(
    at: Employer, wage: str, since: str, *, category: str = "local_urban", schemes: tuple[str, ...] = HERE
) -> Contract:
    """Somebody new, employed and covered from the month of `since` (YYYY-MM-DD) on."""
    day = date.fromisoformat(since)
    month = int(Month.of(day))
    with action(SETUP, "hire"):
        serial = Person.objects.count() + 1
        person = Person.objects.create(
            social_security_number=f"SSN{serial:08d}",
            name=f"第{serial}人",
            document_type="01",
            document_number=f"DOC{serial:08d}",
            sex="2",
            birth_date=date(1990, 1, 1),
            confirmed_by="shared",
        )
        contract = Contract.objects.create(
            person=person,
            employer=at,
            declaration_id=0,
            line_no=serial,
            contract_kind="CK1",
            term_kind="CT2",
            signing="CS1",
            starts_on=day,
            employment_form="EF1",
            wage=wage,
            enrolment_reason="ER1",
            insured_from=month,
        )
        for scheme in schemes:
            Coverage.objects.create(person=person, scheme=scheme, from_month=month, employer=at, contract=contract)
        declare_wage(contract, wage, month, category=category)
    return contract


def hire_again(
    old: Contract, wage: str, month: int, *, category: str = "local_urban", schemes: tuple[str, ...] = HERE
) -> Contract:
    """A new contract of somebody whose old one with the same employer is over or void, covered from `month` on."""
    with action(SETUP, "hire again"):
        Contract.objects.filter(pk=old.pk, ended_on=None).update(ended_on=old.starts_on)
        contract = Contract.objects.create(
            person=old.person, employer=old.employer, declaration_id=0, line_no=0, contract_kind="CK1", term_kind="CT2",
            signing="CS1", starts_on=Month.from_int(month).first_day, employment_form="EF1", wage=wage,
            enrolment_reason="ER1", insured_from=month,
        )  # fmt: skip
        for scheme in schemes:
            Coverage.objects.create(
                person=old.person, scheme=scheme, from_month=month, employer=old.employer, contract=contract
            )
        declare_wage(contract, wage, month, category=category)
    return contract


def declare_wage(contract: Contract, wage: str, month: int, *, category: str = "local_urban") -> None:
    """The wage that counts from a month on, in place of the one before."""
    with action(SETUP, "declare wage"):
        earlier = Wage.objects.filter(contract_id=contract.pk, to_month=None, voided=False)
        earlier.filter(from_month=month).update(voided=True)
        earlier.update(to_month=int(Month.from_int(month) - 1))
        Wage.objects.create(
            employer_id=contract.employer_id,
            contract_id=contract.pk,
            person_id=contract.person_id,
            from_month=month,
            wage_fen=in_fen(wage),
            payer_category=category,
            origin="enrolment",
        )


def leave(contract: Contract, last_day: str) -> None:
    """The employment ends; its month is the last that is covered."""
    day = date.fromisoformat(last_day)
    last = int(Month.of(day))
    with action(SETUP, "leave"):
        Contract.objects.filter(pk=contract.pk).update(ended_on=day)
        spells = Coverage.objects.filter(contract=contract, voided=False)
        spells.filter(from_month__gt=last).update(voided=True)
        spells.filter(to_month=None).update(to_month=last)
        spells.filter(to_month__gt=last).update(to_month=last)


def cover_once_more(contract: Contract, month: int, wage: str = "", *, category: str = "local_urban") -> None:
    """One month made up for, as a supplement does it: coverage, and the wage where none counts in that month yet."""
    with action(SETUP, "make up"):
        schemes = Coverage.objects.filter(contract=contract).values_list("scheme", flat=True).distinct()
        for scheme in sorted(schemes):
            Coverage.objects.create(
                person_id=contract.person_id, scheme=scheme, from_month=month, to_month=month,
                employer_id=contract.employer_id, contract=contract,
            )  # fmt: skip
        if wage:
            Wage.objects.create(
                employer_id=contract.employer_id, contract_id=contract.pk, person_id=contract.person_id,
                from_month=month, to_month=month, wage_fen=in_fen(wage), payer_category=category, origin="corrected",
            )  # fmt: skip


def cut(contract: Contract, month: int) -> None:
    """One month taken out of what the contract covers, as a refund does it: the spell ends before and goes on after."""
    this = Month.from_int(month)
    with action(SETUP, "cut"):
        covering = Coverage.objects.filter(contract=contract, voided=False, from_month__lte=month)
        for spell in covering.exclude(to_month__lt=month):
            before, last = spell.from_month < month, spell.to_month
            spell.to_month = int(this - 1) if before else last
            spell.voided = not before
            spell.save(update_fields=["to_month", "voided"])
            if last is None or last > month:
                Coverage.objects.create(
                    person_id=spell.person_id, scheme=spell.scheme, from_month=int(this + 1), to_month=last,
                    employer_id=spell.employer_id, contract=contract,
                )  # fmt: skip


def in_fen(yuan: str) -> int:
    """An amount in yuan with up to two decimals, in fen."""
    whole, _, fen = yuan.partition(".")
    return int(whole) * 100 + int(fen.ljust(2, "0") or 0)


def never_was(contract: Contract) -> None:
    """Enrolled by mistake: void from the beginning."""
    with action(SETUP, "void"):
        Contract.objects.filter(pk=contract.pk).update(voided=True)
        Coverage.objects.filter(contract=contract).update(voided=True)


def entries(contract: Contract, month: int) -> list[tuple[str, int, str, int, int]]:
    """Scheme, number, kind and amounts in fen of what was entered for a contract."""
    found = Charge.objects.filter(person_id=contract.person_id, employer_id=contract.employer_id, month=month)
    rows = found.order_by("scheme", "entry").values_list("scheme", "entry", "kind", "employer_fen", "personal_fen")
    return list(rows)


def notices(at: Employer, month: int) -> list[tuple[int, str, int, int]]:
    """Number, state and sums in fen of the employer's notices of a month."""
    found = Notice.objects.filter(employer=at, month=month).order_by("seq")
    return list(found.values_list("seq", "state", "employer_fen", "personal_fen"))
