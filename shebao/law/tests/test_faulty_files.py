"""Whatever is wrong with a law file is found at the start and shown with file and line."""

from pathlib import Path

import pytest

from shebao.law import LawError, load

REGISTER = """\
title: sources
unit: text
sources: [own]
register:
  - {mark: own, grade: "-", title: nobody's text}
  - {mark: S04, grade: B, title: a witness}
"""

GOOD = """\
title: 最低工资
unit: yuan
sources: [S04, own]
series:
  - name: wage
    by: month
    values:
      - {from: 2020-01, to: 2020-12, value: 2200, source: S04, verified: true}
      - {from: 2021-01, to: null, value: 2320, source: own, verified: false}
tables:
  - name: sex
    source: S04
    verified: true
    attributes: {spoken: text}
    codes:
      - {code: "1", name: 男}
      - {code: "2", name: 女}
"""


def _faults(directory: Path, text: str, name: str = "wage.yaml") -> list[str]:
    (directory / "sources.yaml").write_text(REGISTER, encoding="utf-8")
    (directory / name).write_text(text, encoding="utf-8")
    with pytest.raises(LawError) as caught:
        load(directory)
    assert str(caught.value.problems[0]) in str(caught.value)
    return [str(problem) for problem in caught.value.problems]


def test_the_good_file_is_good(tmp_path: Path) -> None:
    (tmp_path / "sources.yaml").write_text(REGISTER, encoding="utf-8")
    (tmp_path / "wage.yaml").write_text(GOOD, encoding="utf-8")
    assert load(tmp_path).codes("sex").name_of("2") == "女"


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("from: 2021-01", "from: 2021-03", "wage.yaml:9: wage: gap: nothing from 2021-01-01 to 2021-02-28"),
        (
            "from: 2021-01",
            "from: 2020-12",
            "wage.yaml:9: wage: overlap: begins 2020-12-01, the entry before ends 2020-12-31",
        ),
        ("to: 2020-12", "to: null", "wage.yaml:9: wage: overlap: the entry before (line 8) has no end"),
        ("from: 2021-01", "from: null", "wage.yaml:9: wage: only the first entry may have no 'from'"),
        ("to: 2020-12", "to: 2019-12", "wage.yaml:8: ends 2019-12-31 before it begins 2020-01-01"),
        ("from: 2020-01", "from: 2020-1", "wage.yaml:8: malformed date '2020-1', expected YYYY-MM"),
        ("to: 2020-12", "to: 2020-13", "wage.yaml:8: malformed date '2020-13', expected YYYY-MM"),
        ("to: 2020-12", "to: 2020-12-31", "wage.yaml:8: malformed date '2020-12-31', expected YYYY-MM"),
        (", source: own", "", "wage.yaml:9: missing source"),
        ("source: own", "source: S99", "wage.yaml:9: source 'S99' is not among the sources of the file"),
        ("[S04, own]", "[S04, own, S99]", "wage.yaml:3: unknown source 'S99'"),
        ("sources: [S04, own]\n", "", "wage.yaml:1: missing sources"),
        ("title: 最低工资\n", "", "wage.yaml:1: missing title"),
        ("unit: yuan", "unit: dollars", "wage.yaml:2: unknown unit 'dollars'"),
        ("unit: yuan\n", "", "wage.yaml:1: missing unit"),
        ("value: 2320, ", "", "wage.yaml:9: missing value"),
        ("value: 2320", "value: null", "wage.yaml:9: wage: an empty value must be unverified and say why in a note"),
        ("value: 2320", "value: 2.3e3", "wage.yaml:9: '2.3e3' is not a value in yuan: not a number"),
        ("value: 2320", "value: [1]", "wage.yaml:9: value must be a single value"),
        ("value: 2320", "value: {lower: 9, upper: 1}", "wage.yaml:9: the lower bound is above the upper one"),
        (", verified: false", "", "wage.yaml:9: missing verified"),
        ("verified: false", "verified: perhaps", "wage.yaml:9: verified must be true or false, not 'perhaps'"),
        ("verified: false", "verified: true", "wage.yaml:9: cannot be verified by own alone"),
        ("value: 2320", "worth: 1, value: 2320", "wage.yaml:9: unknown key 'worth' in an entry"),
        ("value: 2320", "value: 1, value: 2320", "wage.yaml:9: key 'value' twice in an entry"),
        ("by: month", "by: week", "wage.yaml:6: 'by' must be day or month, not 'week'"),
        ('code: "2"', 'code: "1"', "wage.yaml:17: sex: duplicate code '1' (first wage.yaml:16)"),
        ("name: 女", "name: ''", "wage.yaml:17: a code needs code and name"),
        ("name: 女", "name: 女, spokn: x", "wage.yaml:17: unknown key 'spokn' in a code"),
        ("spoken: text", "spoken: words", "wage.yaml:14: unknown kind of attribute 'words'"),
    ],
)
def test_each_fault_is_named_with_file_and_line(tmp_path: Path, old: str, new: str, fault: str) -> None:
    assert GOOD.count(old) == 1
    faults = _faults(tmp_path, GOOD.replace(old, new, 1))
    assert any(line.startswith(fault) for line in faults), faults


def test_a_gap_may_be_declared(tmp_path: Path) -> None:
    (tmp_path / "sources.yaml").write_text(REGISTER, encoding="utf-8")
    text = GOOD.replace("from: 2021-01", "from: 2022-01").replace("by: month", "by: month\n    gaps: unknown")
    (tmp_path / "wage.yaml").write_text(text, encoding="utf-8")
    assert load(tmp_path).series["wage"].values[1].value == 2320


def test_all_faults_of_all_files_are_listed_at_once(tmp_path: Path) -> None:
    (tmp_path / "second.yaml").write_text(GOOD.replace("unit: yuan", "unit: x"), encoding="utf-8")
    faults = _faults(tmp_path, GOOD.replace("source: own", "source: S99").replace("2021-01", "2021-1"))
    assert len(faults) >= 5
    assert "wage.yaml:5: series 'wage' is defined twice" in faults
    assert "wage.yaml:11: table 'sex' is defined twice" in faults
    assert "second.yaml:2: unknown unit 'x'" in faults


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "wage.yaml:1: the file is empty"),
        ("title: x\na: [1,\nb: 2", "wage.yaml:4: not YAML"),
        ("title: x\nunit: text\nsources: [own]\nseries: 7", "wage.yaml:4: series must be a list"),
        ("- 1", "wage.yaml:1: the file must be a mapping"),
        ("title: x\nunit: text\nsources: [own]", "wage.yaml:1: holds neither series nor tables"),
        ("title: x\x00", "wage.yaml:1: not YAML"),
    ],
)
def test_files_that_are_no_law_files(tmp_path: Path, text: str, fault: str) -> None:
    assert any(line.startswith(fault) for line in _faults(tmp_path, text))


def test_a_file_that_is_not_utf8(tmp_path: Path) -> None:
    (tmp_path / "gbk.yaml").write_bytes("title: 最低工资".encode("gb18030"))
    with pytest.raises(LawError, match=r"gbk\.yaml:1: not UTF-8"):
        load(tmp_path)


def test_an_empty_directory_is_no_law(tmp_path: Path) -> None:
    with pytest.raises(LawError, match="no law files"):
        load(tmp_path)
