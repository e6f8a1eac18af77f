import pytest
from hypothesis import given
from hypothesis import strategies as st

from shebao.web import masking


@pytest.mark.parametrize(
    ("kind", "value", "shown"),
    [
        ("identity", "110101199003070011", "110101********0011"),
        ("identity", "11010119900307001X", "110101********001X"),
        ("identity", "110101900307001", "110101*****7001"),
        ("identity", " 110101199003070011 ", "110101********0011"),
        ("identity", "H12345678", "********8"),
        ("identity", "1234", "****"),
        ("mobile", "13812345678", "138****5678"),
        ("mobile", "+8613812345678", "+86 138****5678"),
        ("mobile", "0086 138-1234", "+86 *******4"),
        ("mobile", "", ""),
        ("account", "6222 0200 0000 4321", "**** **** 4321"),
        ("account", "12345", "*****"),
        ("account", "", ""),
        ("passport", "E12345678", "E*****678"),
        ("passport", "C1234567", "C****567"),
        ("name", "张三", "张*"),
        ("name", "欧阳娜仁", "欧**仁"),
        ("name", "𠮷田𬱖", "𠮷*𬱖"),
        ("name", "王", "*"),
        ("address", "北京市朝阳区建国路 1 号", "北京市朝阳区******"),
        ("address", "北京市", "***"),
        ("text", "汉族", "******"),
        ("text", "", ""),
    ],
)
def test_the_named_ends_stay_legible(kind: str, value: str, shown: str) -> None:
    assert masking.mask(kind, value) == shown


def test_an_unknown_kind_covers_everything() -> None:
    assert masking.mask("salary", "9000.00") == "******"


@given(kind=st.sampled_from(sorted(masking.MASKS)), value=st.text(min_size=1).filter(lambda text: text.strip(" *+")))
def test_no_mask_lets_a_value_through(kind: str, value: str) -> None:
    shown = masking.mask(kind, value)

    assert shown != value
    assert value.strip() == "" or masking.DOT in shown
