"""What 「个人信息登记表」 says of whom, and how it is drawn."""

import io
from datetime import date
from decimal import Decimal

import pikepdf
import pytest

from shebao.employers.models import Employer
from shebao.law import law
from shebao.law.card_photos import spec_on
from shebao.services.cards.papers import FormPerson, facts_of, registration_forms

SPEC = spec_on(law(), date(2023, 11, 1))
EMPLOYER = Employer(name="谨慎商贸有限公司", credit_code="91110105MA00000011", district="110105")
PERSON = FormPerson(
    contract_id=1,
    person_id=1,
    name="欧阳𬍤",
    social_security_number="110101199003077635",
    document_type="01",
    document_number="110101199003077635",
    sex="1",
    birth_date=date(1990, 3, 7),
    ethnic="01",
    nationality="CHN",
    personal_identity="",
    first_work_date=None,
    household_registration="12",
    household_address="河北省石家庄市示例街1号",
    residence_address="北京市东城区示例街1号",
    postcode="100010",
    email="",
    education="21",
    mobile="13800138000",
    retired_on=None,
    starts_on=date(2023, 10, 9),
    insured_from=202310,
    wage=Decimal("9000.5"),
    medical_category="MP1",
    schemes=["110", "210", "410"],
)
FOREIGNER = PERSON._replace(
    name="MARIA DE LA CRUZ", document_type="08", document_number="XY1234567", household_registration="40", schemes=[]
)
LONGEST = PERSON._replace(
    name="阿卜杜热合曼·买买提吐尔逊" * 4, household_address="某" * 128, residence_address="某" * 128, email="a" * 100
)


def values(person: FormPerson) -> dict[str, str]:
    """What stands beside each label; of equal labels the last."""
    facts = facts_of(EMPLOYER, [person], SPEC)["people"][0]
    rows = [*facts["beside_photo"], *facts["below"], *facts["foreign"]]
    return {row[at]: row[at + 1] for row in rows for at in (0, 2)}


def test_everything_that_is_known_is_printed_and_the_rest_left_empty() -> None:
    told = values(PERSON)
    expected = {
        "*姓名": "欧阳𬍤",
        "*公民身份号码（社会保障号码）": "110101199003077635",
        "*性别": "男",
        "*出生日期": "1990年3月7日",
        "*民族": "汉族",
        "*国家/地区": "中国",
        "*个人身份": "",
        "*参加工作日期": "",
        "*户口性质": "外地非农业户口（外地城镇）",
        "*申报月均工资收入（元）": "9,000.50",
        "*缴费人员类别": "外埠城镇职工",
        "*证件类型": "居民身份证（户口簿）",
        "*是否患有特殊病": "",
        "护照号码": "",
    }
    assert {label: told[label] for label in expected} == expected
    facts = facts_of(EMPLOYER, [PERSON], SPEC)
    assert [value for _label, value in facts["employer"]] == [
        "谨慎商贸有限公司",
        "MA0000001",
        "91110105MA00000011",
    ]
    assert (facts["photo"]["wide"], facts["photo"]["high"]) == (26, 32)


@pytest.mark.parametrize(
    ("person", "ticked"),
    [
        (PERSON, ["养老", "失业", "工伤", "生育", "医疗"]),
        (PERSON._replace(schemes=["410"]), ["工伤", "生育", "医疗"]),
        (FOREIGNER, []),
    ],
)
def test_insurances_are_ticked(person: FormPerson, ticked: list[str]) -> None:
    facts = facts_of(EMPLOYER, [person], SPEC)["people"][0]
    assert [name for name, held in facts["schemes"] if held] == ticked


def test_a_foreigner_has_the_passport_in_its_place() -> None:
    assert values(FOREIGNER)["护照号码"] == "XY1234567"
    assert values(FOREIGNER)["*缴费人员类别"] == ""


def test_each_person_has_one_page_with_every_character_drawn() -> None:
    people = [PERSON._replace(name="王𫠃"), FOREIGNER, LONGEST, *[PERSON] * 37]
    drawn = registration_forms(EMPLOYER, people, SPEC)
    assert drawn == registration_forms(EMPLOYER, people, SPEC)
    with pikepdf.open(io.BytesIO(drawn)) as paper:
        assert len(paper.pages) == 40
        fonts = {str(font.BaseFont).split("+")[1] for font in paper.pages[0].Resources.Font.values()}
        assert any("RareHan" in font for font in fonts)
        assert paper.Root.Metadata.read_bytes().count(b"pdfaid") > 0
