-- Somebody could not be assessed because bounds or rates of the month are not on record.
-- Cause: the law data have no value for the month.
-- Closes: enter_law
select 'problem:' || problem.id as subject, problem.month, problem.employer_id, null::bigint as fen
from contributions_problem as problem
where problem.closed_at is null
    and problem.code = 'no_law'
