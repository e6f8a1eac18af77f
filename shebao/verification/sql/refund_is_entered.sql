-- I5: what was given back is not what its entries take off, or is not what was asked for and agreed to by two officers.
select 'refund:' || refund.id as subject
from refunds_refund as refund
left join refunds_refundline as line
    on line.declaration_id = refund.declaration_id
    and line.line_no = refund.line_no
cross join lateral (
    select
        coalesce(-sum(charge.employer_fen), 0) as employer_fen,
        coalesce(-sum(charge.personal_fen), 0) as personal_fen
    from contributions_notice as notice
    join contributions_charge as charge
        on charge.month = notice.month
        and charge.employer_id = notice.employer_id
        and charge.notice_id = notice.id
    where notice.series = refund.declaration_id
        and notice.purpose = 'refund'
        and charge.person_id = refund.person_id
) as entered
cross join lateral (
    select count(distinct reviewed.stage) as stages
    from review_case as reviewed
    join review_decision as decision
        on decision.case_id = reviewed.id
        and decision.verdict = 'approve'
    where reviewed.declaration_id = refund.declaration_id
        and reviewed.line_no = refund.line_no
        and reviewed.stages = 2
) as agreed
where (refund.employer_fen, refund.personal_fen) is distinct from (entered.employer_fen, entered.personal_fen)
    or (refund.employer_fen, refund.personal_fen) is distinct from (line.employer_fen, line.personal_fen)
    or line.state <> 'effective'
    or agreed.stages <> 2
union all
select 'notice:' || notice.id
from contributions_notice as notice
where notice.purpose = 'refund'
    and not exists (
        select
        from refunds_refund as refund
        where refund.declaration_id = notice.series
            and refund.employer_id = notice.employer_id
    )
