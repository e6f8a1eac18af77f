-- A self-declared month that the employer has not declared to tax by the due day.
-- Cause: the clerk did not confirm 「向税务申报」.
-- Closes: ask_employer_to_declare
select
    'notice:' || notice.id as subject,
    notice.month,
    notice.employer_id,
    notice.employer_fen + notice.personal_fen - notice.deferred_fen as fen
from contributions_notice as notice
where notice.state = 'to_declare'
    and notice.due_on < %(today)s
