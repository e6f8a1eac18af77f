-- A notice asks for money without saying until when.
-- Cause: it was written otherwise than by issuing.
-- Closes: repair_record
select
    'notice:' || notice.id as subject,
    notice.month,
    notice.employer_id,
    notice.employer_fen + notice.personal_fen - notice.deferred_fen as fen
from contributions_notice as notice
where notice.state in ('issued', 'to_declare')
    and notice.due_on is null
