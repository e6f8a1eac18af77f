-- What is charged rests on another wage than the one that counts now.
-- Cause: the wage was declared or corrected after the month was assessed.
-- Closes: run_assess
select
    'contract:' || difference.contract_id || ' ' || difference.scheme as subject,
    difference.month,
    difference.employer_id,
    difference.to_enter_fen as fen
from reconcile_difference as difference
where difference.covered
    and difference.charged_fen <> 0
    and difference.missing is null
    and difference.enters
    and difference.owed_wage <> difference.charged_wage
