-- Put the outcome on the lines: where each stands, and what it comes to.
with
    money as (
        select
            item.line_no,
            count(distinct item.month) as months,
            sum(item.employer_fen) as employer_fen,
            sum(item.personal_fen) as personal_fen,
            sum(item.late_fen) as late_fen
        from supplements_supplementitem as item
        where item.declaration_id = %(declaration)s
            and item.state = 'chosen'
        group by item.line_no
    )
update supplements_supplementline as line
set
    state = outcome.state,
    needs_review = outcome.needs_review,
    person_id = outcome.person_id,
    kind = outcome.kind,
    months = coalesce(money.months, 0),
    employer_fen = coalesce(money.employer_fen, 0),
    personal_fen = coalesce(money.personal_fen, 0),
    late_fen = coalesce(money.late_fen, 0)
from supplement_outcome as outcome
left join money
    on money.line_no = outcome.line_no
where line.declaration_id = %(declaration)s
    and line.line_no = outcome.line_no
