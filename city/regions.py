"""Where people were first registered: the first six digits of their numbers, abolished places included."""

from dataclasses import dataclass
from pathlib import Path

DISTRICTS = {
    "110101": "东城区",
    "110102": "西城区",
    "110105": "朝阳区",
    "110106": "丰台区",
    "110107": "石景山区",
    "110108": "海淀区",
    "110109": "门头沟区",
    "110111": "房山区",
    "110112": "通州区",
    "110113": "顺义区",
    "110114": "昌平区",
    "110115": "大兴区",
    "110116": "怀柔区",
    "110117": "平谷区",
    "110118": "密云区",
    "110119": "延庆区",
}
"""The sixteen districts of today, where employers sit and people live."""

PROVINCES = {
    "120000": "天津市",
    "130000": "河北省",
    "140000": "山西省",
    "210000": "辽宁省",
    "310000": "上海市",
    "320000": "江苏省",
    "330000": "浙江省",
    "370000": "山东省",
    "410000": "河南省",
    "420000": "湖北省",
    "440000": "广东省",
    "510000": "四川省",
}
"""Provinces in which some persons of the city are still insured."""


@dataclass(frozen=True, slots=True)
class Region:
    """A place of first registration. `former` was its code until the year `former_until`; empty if unchanged."""

    code: str
    kind: str
    blocks: int
    province: str
    prefecture: str
    county: str
    former: str
    former_until: int

    @property
    def address(self) -> str:
        """Province, prefecture and county as one would write them."""
        return f"{self.province}{self.prefecture}{self.county}"


def _read() -> list[Region]:
    lines = Path(__file__).with_name("regions.txt").read_text("utf-8").splitlines()
    return [_region(line.split()) for line in lines if not line.startswith("#")]


def _region(cells: list[str]) -> Region:
    code, kind, blocks, province, prefecture, county, change = cells
    former, _, until = change.partition(":")
    return Region(
        code,
        kind,
        int(blocks),
        province,
        "" if prefecture == "-" else prefecture,
        county,
        "" if former == "-" else former,
        int(until or 0),
    )


REGIONS = _read()
PLACES = {code: region.address for region in REGIONS for code in (region.code, region.former) if code}
"""Six digits → the place as an address begins, for every code that `numbers` uses."""
