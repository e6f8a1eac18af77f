"""The named cast: the same few people and employers in every test, story and demonstration. All fixed, none drawn.

Their numbers lie outside what `city.numbers.numbers` makes (order numbers from 901 on), so no drawn person meets them.
"""

from datetime import date
from typing import NamedTuple

from city.employers import Employer
from city.people import Person, Trouble


class Role(NamedTuple):
    """Somebody who has an account: `role` is clerk, officer, supervisor, auditor, operator or (insured) person.

    `workplaces` are credit codes for a clerk and district codes for the agency's people. `login` is a user name.
    """

    login: str
    name: str
    number: str
    role: str
    workplaces: tuple[str, ...]
    mobile: str


CAREFUL = Employer(
    "91110105MACARE011X",
    "北京细行科技有限公司",
    "10",
    "110105",
    1,
    38,
    "苏若兰",
    "北京市朝阳区望京东路18号",
    "010-64501101",
)
LATE = Employer(
    "91110102MALATE027F",
    "北京迟安餐饮管理有限公司",
    "10",
    "110102",
    2,
    120,
    "韩东升",
    "北京市西城区马连道45号",
    "010-63302202",
)
HUGE = Employer(
    "91110108MAHUGE035W",
    "北京巨川信息技术股份有限公司",
    "10",
    "110108",
    1,
    50_000,
    "陆远洋",
    "北京市海淀区西二旗大街9号",
    "010-82703303",
)
OUTSIDER = Employer(
    "91110101MANUTER479", "北京旁观商贸有限公司", "10", "110101", 1, 6, "贺平", "北京市东城区安定路77号", "010-84104404"
)
EMPLOYERS = (CAREFUL, LATE, HUGE, OUTSIDER)


def _person(number: str, name: str, **other: object) -> Person:
    """A person of Beijing whose sex and birth are what the number says; the rest may be given."""
    facts: dict[str, object] = {
        "number": number,
        "document_type": "01",
        "name": name,
        "sex": "1" if number[16] in "13579" else "2",
        "birth": date(int(number[6:10]), int(number[10:12]), int(number[12:14])),
        "ethnic": "01",
        "nationality": "CHN",
        "household": "11",
        "region": number[:6],
        "household_address": "北京市朝阳区和平里12号",
        "address": "北京市朝阳区和平里12号院3号楼501室",
        "mobile": "13800001111",
        "education": "21",
        "cadre": True,
        "wage": 9_000,
        "trouble": None,
    }
    return Person(**{**facts, **other})  # type: ignore[arg-type]


ZHANG = _person("110105198804129010", "张卫国", mobile="13800001001")
"""An ordinary employee of the careful employer; a fresh enrolment of hers or his tells most stories."""
RARE = _person("110108199106239021", "𠮷㛃", mobile="13800001002", wage=12_000)
"""An insured person with rare characters: surname outside the BMP, given name in Extension A."""
DOTTED = _person("110102198511019038", "阿卜杜拉·艾尔肯", ethnic="05", mobile="13800001003")
"""A name with the dot U+00B7."""
ELSEWHERE = _person(
    "130203199208179047",
    "唐晓燕",
    household="12",
    household_address="河北省唐山市路北区新华街8号",
    mobile="13800001004",
    trouble=Trouble("elsewhere", 202201, None, "130000"),
)
"""Still insured for pension in 河北省."""
LATE_WORKER = _person("110112197903059053", "冯大河", mobile="13800001005", wage=6_500)
HUGE_WORKER = _person("110108198607209061", "程若水", mobile="13800001006", wage=28_000)
YOUNG = _person("110228199401119074", "白晨光", mobile="13800001007", household="21")
"""His number begins with 110228, abolished in 2015."""
DEAD = _person(
    "370202198309279083", "孔祥云", household="12", mobile="13800001008", trouble=Trouble("dead", 202105, None, "")
)
PRISONER = _person("110106199505309098", "石大勇", mobile="13800001009", trouble=Trouble("prison", 202203, 202608, ""))
RETIRED = _person("110104195006069148", "陈桂兰", mobile="13800001010", cadre=False)
"""Past retirement age; her number begins with 110104, abolished in 2010."""
CHILD = _person("110108201201019123", "李小满", mobile="13800001011", education="71")
"""Too young to be employed."""
CLOSED = _person(
    "410105199009099161", "郭安然", household="12", mobile="13800001012", trouble=Trouble("closed", 202001, None, "")
)
"""Shared data answers nothing about her: the clerk must type the data and upload proof."""
TAIWAN = _person(
    "830000198907169113",
    "林志偉",
    document_type="16",
    nationality="TWN",
    household="33",
    region="",
    household_address="",
    mobile="13800001013",
)
"""A Taiwan resident with a residence permit."""
FOREIGNER = Person(
    "C4F7K2N9P",
    "08",
    "KATHARINA MÜLLER",
    "2",
    date(1990, 4, 17),
    "",
    "DEU",
    "40",
    "",
    "",
    "北京市朝阳区望京街10号院2号楼1203室",
    "13800001014",
    "14",
    True,
    32_000,
    None,
)
"""A foreigner with a passport."""

PERSONS = {
    person.number: person
    for person in (
        ZHANG,
        RARE,
        DOTTED,
        ELSEWHERE,
        LATE_WORKER,
        HUGE_WORKER,
        YOUNG,
        DEAD,
        PRISONER,
        RETIRED,
        CHILD,
        CLOSED,
        TAIWAN,
        FOREIGNER,
    )
}
"""Document number → person."""

CAREFUL_CLERK = Role("su.ruolan", "苏若兰", "110105198712129136", "clerk", (CAREFUL.credit_code,), "13900002001")
LATE_CLERK = Role("han.xue", "韩雪", "110102199002289149", "clerk", (LATE.credit_code,), "13900002002")
HUGE_CLERK = Role("lu.mingyuan", "陆鸣远", "110108198305179151", "clerk", (HUGE.credit_code,), "13900002003")
OUTSIDER_CLERK = Role("he.ping", "贺平", "110101198109099176", "clerk", (OUTSIDER.credit_code,), "13900002004")
AGENCY_CLERK = Role(
    "qin.shuang", "秦爽", "110106199203089181", "clerk", (CAREFUL.credit_code, LATE.credit_code), "13900002005"
)
"""Files for two employers: the clerk of an HR firm."""
OFFICER = Role("fang.yi", "方怡", "110105198506069208", "officer", ("110105",), "13900002006")
OTHER_OFFICER = Role("xu.chang", "许畅", "110102198701059217", "officer", ("110102",), "13900002007")
SUPERVISOR = Role("meng.qiu", "孟秋", "110105197708089229", "supervisor", ("110105",), "13900002008")
AUDITOR = Role("cen.jing", "岑静", "110105198003039242", "auditor", (), "13900002009")
RARE_INSURED = Role("ji.wei", RARE.name, RARE.number, "person", (), RARE.mobile)
"""The insured person with rare characters, at her own door."""
LATE_INSURED = Role("feng.dahe", LATE_WORKER.name, LATE_WORKER.number, "person", (), LATE_WORKER.mobile)
HUGE_INSURED = Role("cheng.ruoshui", HUGE_WORKER.name, HUGE_WORKER.number, "person", (), HUGE_WORKER.mobile)
OPERATOR = Role("yu.hai", "于海", "110108198611119253", "operator", (), "13900002010")
ROLES = (
    CAREFUL_CLERK,
    LATE_CLERK,
    HUGE_CLERK,
    OUTSIDER_CLERK,
    AGENCY_CLERK,
    OFFICER,
    OTHER_OFFICER,
    SUPERVISOR,
    AUDITOR,
    OPERATOR,
    RARE_INSURED,
    LATE_INSURED,
    HUGE_INSURED,
)
