-- No wage counts for somebody covered, and nobody was told of it.
-- Cause: the declared wages were changed after the month was assessed, or the month was not assessed yet.
-- Closes: declare_wage
select
    'contract:' || difference.contract_id as subject,
    difference.month,
    difference.employer_id,
    sum(difference.charged_fen) as fen
from reconcile_difference as difference
where difference.missing = 'no_wage'
    and not exists (
        select
        from contributions_problem as problem
        where problem.closed_at is null
            and problem.month = difference.month
            and problem.employer_id = difference.employer_id
            and problem.person_id = difference.person_id
    )
group by difference.month, difference.employer_id, difference.contract_id
