-- A notice asks for other sums than its entries come to.
-- Cause: an entry or the notice was written otherwise than by issuing.
-- Closes: repair_record
select
    'notice:' || notice.id as subject,
    notice.month,
    notice.employer_id,
    notice.employer_fen + notice.personal_fen - coalesce(entries.employer_fen + entries.personal_fen, 0) as fen
from contributions_notice as notice
left join (
    select
        one.notice_id,
        sum(one.employer_fen) as employer_fen,
        sum(one.personal_fen) as personal_fen,
        sum(one.deferred_fen) as deferred_fen
    from reconcile_sum as one
    group by one.notice_id
) as entries on entries.notice_id = notice.id
where notice.state <> 'open'
    and (notice.employer_fen, notice.personal_fen, notice.deferred_fen) is distinct from (
        coalesce(entries.employer_fen, 0), coalesce(entries.personal_fen, 0), coalesce(entries.deferred_fen, 0)
    )
