-- Somebody covered is not charged, though the month of the employer was assessed.
-- Cause: enrolled, or the coverage corrected, after the month was assessed.
-- Closes: run_assess
select
    'contract:' || difference.contract_id || ' ' || difference.scheme as subject,
    difference.month,
    difference.employer_id,
    difference.owed_fen as fen
from reconcile_difference as difference
where difference.covered
    and difference.charged_fen = 0
    and difference.owed_fen <> 0
    and difference.missing is null
    and exists (
        select
        from contributions_notice as notice
        where notice.employer_id = difference.employer_id
            and notice.month = difference.month
    )
    and not exists (
        select
        from contributions_problem as problem
        where problem.month = difference.month
            and problem.employer_id = difference.employer_id
            and problem.person_id = difference.person_id
            and problem.scheme = difference.scheme
    )
