-- An employer was left out by the run, with what the database said.
-- Cause: its data could not be computed or entered.
-- Closes: repair_record
select 'problem:' || problem.id as subject, problem.month, problem.employer_id, null::bigint as fen
from contributions_problem as problem
where problem.closed_at is null
    and problem.code not in ('no_wage', 'no_law')
