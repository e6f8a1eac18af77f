-- The lines of a notice do not come to its sums.
-- Cause: a line or the notice was written otherwise than by issuing.
-- Closes: repair_record
select
    'notice:' || notice.id as subject,
    notice.month,
    notice.employer_id,
    notice.employer_fen + notice.personal_fen - coalesce(lines.employer_fen + lines.personal_fen, 0) as fen
from contributions_notice as notice
left join (
    select
        line.notice_id,
        sum(line.employer_fen) as employer_fen,
        sum(line.personal_fen) as personal_fen,
        sum(line.deferred_fen) as deferred_fen
    from contributions_noticeline as line
    group by line.notice_id
) as lines on lines.notice_id = notice.id
where notice.state <> 'open'
    and (notice.employer_fen, notice.personal_fen, notice.deferred_fen) is distinct from (
        coalesce(lines.employer_fen, 0), coalesce(lines.personal_fen, 0), coalesce(lines.deferred_fen, 0)
    )
