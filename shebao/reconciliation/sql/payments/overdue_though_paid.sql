-- A notice was called overdue, and was paid by its due day as tax told later.
-- Cause: tax told the payment after the due day, or the row was written otherwise than by looking.
-- Closes: tell_employer
select 'notice:' || notice.id as subject, notice.month, notice.employer_id, overdue.owed_fen as fen
from collection_overdue as overdue
join contributions_notice as notice on notice.id = overdue.notice_id
where notice.paid_on <= overdue.due_on
