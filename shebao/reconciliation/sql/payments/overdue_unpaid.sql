-- A notice that was not paid by its due day.
-- Cause: the employer has not paid; it was found overdue and told.
-- Closes: collect_arrears
select
    'notice:' || notice.id as subject,
    notice.month,
    notice.employer_id,
    notice.employer_fen + notice.personal_fen - notice.deferred_fen as fen
from contributions_notice as notice
join collection_overdue as overdue on overdue.notice_id = notice.id
where notice.state = 'issued'
    and notice.due_on < %(today)s
