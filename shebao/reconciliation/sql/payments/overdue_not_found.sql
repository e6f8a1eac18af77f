-- A notice is unpaid after its due day, and nobody was told that it is overdue.
-- Cause: the nightly look at the notices has not been since, or has left it out.
-- Closes: run_collect
select
    'notice:' || notice.id as subject,
    notice.month,
    notice.employer_id,
    notice.employer_fen + notice.personal_fen - notice.deferred_fen as fen
from contributions_notice as notice
where notice.state in ('issued', 'to_declare')
    and notice.series = 0
    and notice.due_on < %(today)s
    and notice.employer_fen + notice.personal_fen - notice.deferred_fen > 0
    and not exists (
        select
        from collection_overdue as overdue
        where overdue.notice_id = notice.id
    )
