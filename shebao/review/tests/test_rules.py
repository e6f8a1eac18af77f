"""Who may not decide, and which reasons are told."""

import pytest

from shebao.review import rules
from shebao.review.models import Verdict
from shebao.review.rules import Tie, objection, reason_missing, reason_text

OFFICER = "110105197001011238"
OTHER = "110101199003077635"


def against(*, document_type: str = "01", number: str = OTHER, **changed: object) -> rules.Objection | None:
    facts: dict[str, object] = {
        "holds_post": True,
        "officer_number": OFFICER,
        "tie": Tie.NONE,
        "documents": [("", ""), ("01", OTHER), (document_type, number)],
    }
    return objection(**(facts | changed))  # type: ignore[arg-type]


def test_an_officer_with_a_post_and_no_tie_may_decide() -> None:
    assert against() is None


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"holds_post": False}, rules.NO_POST),
        ({"officer_number": ""}, rules.NO_NUMBER),
        ({"tie": Tie.FILED}, rules.OWN_FILING),
        ({"tie": Tie.CLERK}, rules.OWN_EMPLOYER),
        ({"number": OFFICER}, rules.OWN_RECORD),
        ({"officer_number": "11010519491231002X", "number": "11010519491231002x"}, rules.OWN_RECORD),
        ({"officer_number": "11010519491231002X", "number": "110105491231002"}, rules.OWN_RECORD),
        ({"officer_number": " 110105197001011238 ", "number": OFFICER}, rules.OWN_RECORD),
    ],
)
def test_who_may_not_decide(changed: dict[str, object], expected: rules.Objection) -> None:
    assert against(**changed) == expected  # type: ignore[arg-type]


def test_the_same_digits_on_another_kind_of_document_are_another_person() -> None:
    assert against(document_type="08", number="C4F7K2N9P") is None


def test_a_usual_reason_and_own_words_are_told_together() -> None:
    usual = str(rules.USUAL_REASONS[Verdict.RETURN]["proof_unclear"])
    assert reason_text(Verdict.RETURN, "proof_unclear", "") == usual
    assert reason_text(Verdict.RETURN, "proof_unclear", " 第二页\n缺失 ") == f"{usual}；第二页 缺失"
    assert reason_text(Verdict.RETURN, "", "请补照片") == "请补照片"


def test_a_reason_of_another_verdict_is_ignored() -> None:
    assert reason_text(Verdict.REJECT, "proof_unclear", "") == ""


@pytest.mark.parametrize(
    ("verdict", "reason", "missing"),
    [
        (Verdict.APPROVE, "", False),
        (Verdict.RETURN, "", True),
        (Verdict.RETURN, " \n", True),
        (Verdict.REJECT, "", True),
        (Verdict.REJECT, "没有劳动关系", False),
    ],
)
def test_what_goes_back_or_is_refused_says_why(verdict: Verdict, reason: str, missing: bool) -> None:
    assert reason_missing(verdict, reason) is missing
