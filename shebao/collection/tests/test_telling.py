"""What tax is told, in order, once."""

from datetime import date

from shebao.audit.actions import action
from shebao.collection import actions, queries
from shebao.collection.models import Overdue
from shebao.collection.tests import place
from shebao.collection.tests.place import NOW, SYSTEM, told
from shebao.contributions.models import Mode, NoticeState
from shebao.database import bulk
from shebao.kernel.months import Month
from shebao.notices import texts
from shebao.notices.models import Notice as News
from shebao.outbox.models import Message

MARCH = Month(2024, 3)


def test_an_issued_notice_is_told_once_with_its_sums(db: None) -> None:
    whose = place.employer()
    notice = place.notice(whose)
    assert actions.tell_tax(SYSTEM, employers=[whose.pk], month=MARCH) == 0
    message = Message.objects.get(system="tax")
    assert (message.kind, message.notice_id, message.person_id, message.sequence) == ("issued", notice.pk, None, 1)
    assert message.payload["due_fen"] == place.due_fen(notice) == 376_824
    assert message.payload["due_on"] == "2024-04-30"
    assert [line["scheme"] for line in message.payload["lines"]] == ["110", "210"]
    assert sum(line["employer_fen"] + line["personal_fen"] for line in message.payload["lines"]) == 376_824


def test_a_replacing_notice_withdraws_the_earlier_one_by_the_same_message(db: None) -> None:
    whose = place.employer()
    first = place.notice(whose)
    second = place.notice(whose, lines=[(3, "110", 100, 50)], replaces=first)
    assert told(whose) == [("issued", first.number, None, 1), ("replaced", second.number, first.number, 2)]


def test_a_notice_that_became_void_is_withdrawn(db: None) -> None:
    whose = place.employer()
    first = place.notice(whose)
    place.notice(whose, lines=[(1, "110", 0, 0)], replaces=first, state=NoticeState.VOID)
    assert told(whose) == [("issued", first.number, None, 1), ("void", first.number, None, 2)]


def test_a_self_declared_month_is_told_when_it_is_declared(db: None) -> None:
    whose = place.employer()
    first = place.notice(whose, mode=Mode.DECLARED, state=NoticeState.TO_DECLARE)
    assert told(whose) == []
    with action(SYSTEM, "declare"):
        type(first).objects.filter(pk=first.pk).update(state=NoticeState.ISSUED)
    actions.tell_tax(SYSTEM, employers=[whose.pk], month=MARCH)
    between, second = first, first
    for _ in range(2):  # the one between is never declared
        between, second = (
            second,
            place.notice(
                whose, lines=[(3, "110", 100, 50)], replaces=second, mode=Mode.DECLARED, state=NoticeState.TO_DECLARE
            ),
        )
    assert [kind for kind, *_rest in told(whose)] == ["declared"]  # tax goes on asking for the first
    assert between.replaces == first.pk
    with action(SYSTEM, "declare"):
        type(first).objects.filter(pk=second.pk).update(state=NoticeState.ISSUED)
    actions.tell_tax(SYSTEM, employers=[whose.pk], month=MARCH)
    assert told(whose) == [("declared", first.number, None, 1), ("declared", second.number, first.number, 2)]


def test_messages_of_an_employer_are_numbered_over_all_months(db: None) -> None:
    whose, other = place.employer(), place.employer()
    for month in (202401, 202402, 202403):
        place.notice(whose, month)
        place.notice(other, month)
    assert [sequence for *_rest, sequence in told(whose)] == [1, 2, 3]
    first, second, third = Message.objects.filter(employer_id=other.pk).order_by("pk")
    assert (first.previous, second.previous, third.previous) == (None, first.key, second.key)


def test_what_became_overdue_is_told_once_to_the_employer_and_to_tax(db: None) -> None:
    whose, punctual = place.employer(), place.employer()
    notice, paid = place.notice(whose), place.notice(punctual)
    actions.post_payment(SYSTEM, place.arrival(paid), now=NOW)
    assert actions.collect(SYSTEM, date(2024, 4, 30)) == (0, 0, 0)
    assert actions.collect(SYSTEM, date(2024, 5, 1)) == (1, 1, place.due_fen(notice))
    assert actions.collect(SYSTEM, date(2024, 5, 2)) == (0, 0, 0)
    assert Overdue.objects.get().found_on == date(2024, 5, 1)
    news = News.objects.get()
    assert (news.kind, news.employer_id, news.params["amount"]) == ("notice_overdue", whose.pk, "3,768.24")
    assert "缴费截止日为 2024-04-30" in texts.text(news.kind, news.params)
    message = Message.objects.get(kind="overdue")
    assert message.payload["late_from"] == "2024-05-01"
    assert message.payload["daily_ppm"] == 500
    assert message.payload["lines"] == [[4_500, 2], [50_608, 1], [72_000, 1], [101_216, 1], [144_000, 1]]
    assert message.sequence == 2


def test_arrears_by_month_with_late_fees_as_of_a_day(db: None) -> None:
    whose = place.employer()
    place.notice(whose, 202402)
    place.notice(whose, 202403)
    found = queries.arrears(whose.pk, date(2024, 5, 11))
    assert [(one.month, one.days, one.first_day) for one in found] == [
        (Month(2024, 2), 39, date(2024, 4, 2)),
        (Month(2024, 3), 10, date(2024, 5, 1)),
    ]
    assert [one.late_fee_fen for one in found] == [
        sum((fen * 5 * days + 5_000) // 10_000 for _p, _s, *pair in place.LINES for fen in pair) for days in (39, 10)
    ]
    assert queries.arrears(whose.pk, date(2024, 4, 1)) == []


def test_the_number_of_statements_does_not_grow_with_the_employers(db: None) -> None:
    few, many = ([place.employer() for _ in range(size)] for size in (1, 20))
    counts = []
    for group in (few, many):
        for one in group:
            place.notice(one, tell=False)
        with bulk.counted() as count:
            told_now = actions.tell_tax(SYSTEM, employers=[one.pk for one in group], month=MARCH)
        assert told_now == len(group)
        counts.append(count.statements)
    assert counts[0] == counts[1]


def test_what_tax_refused_is_listed_once_and_marked(db: None) -> None:
    refused, gone = place.notice(place.employer()), place.notice(place.employer())
    with action(SYSTEM, "refuse"):
        Message.objects.filter(notice_id=refused.pk).update(state="failed", answer_code="E1", answer_text="单位不存在")
        Message.objects.filter(notice_id=gone.pk).update(state="stuck", failure_kind="misconfigured")
    assert actions.note_refusals(SYSTEM, now=NOW) == 1
    assert place.kinds() == ["refused"]
    assert set(Message.objects.values_list("notice_id", "listed_at")) == {(refused.pk, NOW), (gone.pk, None)}
    assert actions.note_refusals(SYSTEM, now=NOW) == 0
    with action(SYSTEM, "refuse"):
        Message.objects.filter(notice_id=gone.pk).update(failure_kind="permanent")
        Message.objects.filter(notice_id=refused.pk).update(listed_at=None)  # listed before there was the mark
    actions.note_refusals(SYSTEM, now=NOW)
    assert place.kinds() == ["refused", "refused"]
    assert not Message.objects.filter(listed_at=None).exists()
