-- Part of a notice is deferred (缓缴), and there is no day until which it has to be paid.
-- Cause: the law data have no `deferred_due_day` for the month.
-- Closes: enter_law
select 'notice:' || notice.id as subject, notice.month, notice.employer_id, notice.deferred_fen as fen
from contributions_notice as notice
where notice.state in ('to_declare', 'issued', 'paid')
    and notice.deferred_fen > 0
    and not (%(deferred_due)s::jsonb ? notice.month::text)
