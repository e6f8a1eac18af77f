-- The line of a scheme on a notice is not what the entries of that scheme come to.
-- Cause: a line or an entry was written otherwise than by issuing.
-- Closes: repair_record
select
    'notice:' || notice.id || ' ' || coalesce(line.scheme, entries.scheme) as subject,
    notice.month,
    notice.employer_id,
    coalesce(line.employer_fen + line.personal_fen, 0) - coalesce(entries.employer_fen + entries.personal_fen, 0) as fen
from contributions_noticeline as line
full join reconcile_sum as entries
    on entries.notice_id = line.notice_id
    and entries.scheme = line.scheme
join contributions_notice as notice on notice.id = coalesce(line.notice_id, entries.notice_id)
where notice.state <> 'open'
    and (line.employer_fen, line.personal_fen, line.deferred_fen) is distinct from (
        entries.employer_fen, entries.personal_fen, entries.deferred_fen
    )
