-- Somebody who could not be assessed counts as settled, is covered still, and is not charged.
-- Cause: the problem was closed without a run that made the entries.
-- Closes: run_assess
select
    'problem:' || max(problem.id) as subject,
    difference.month,
    difference.employer_id,
    max(difference.owed_fen) as fen
from reconcile_difference as difference
join contributions_problem as problem
    on problem.month = difference.month
    and problem.employer_id = difference.employer_id
    and problem.person_id = difference.person_id
    and problem.scheme = difference.scheme
where difference.covered
    and difference.charged_fen = 0
    and difference.missing is null
group by difference.month, difference.employer_id, difference.person_id, difference.scheme
having bool_and(problem.closed_at is not null)
