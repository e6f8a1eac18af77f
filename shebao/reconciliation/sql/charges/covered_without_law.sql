-- Bounds or rates of a month are not on record for an employer's people, and nobody was told of it.
-- Cause: the law data have no value for the month, or lost one.
-- Closes: enter_law
select
    'employer:' || difference.employer_id || ' ' || difference.scheme as subject,
    difference.month,
    difference.employer_id,
    sum(difference.charged_fen) as fen
from reconcile_difference as difference
where difference.missing = 'no_law'
    and not exists (
        select
        from contributions_problem as problem
        where problem.closed_at is null
            and problem.month = difference.month
            and problem.employer_id = difference.employer_id
            and problem.person_id = difference.person_id
            and problem.scheme = difference.scheme
    )
group by difference.month, difference.employer_id, difference.scheme
