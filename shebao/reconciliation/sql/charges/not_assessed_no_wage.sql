-- Somebody could not be assessed for want of a declared wage.
-- Cause: no wage counts for the month.
-- Closes: declare_wage
select 'problem:' || problem.id as subject, problem.month, problem.employer_id, null::bigint as fen
from contributions_problem as problem
where problem.closed_at is null
    and problem.code = 'no_wage'
