-- What is charged rests on other bounds or rates than those that hold now.
-- Cause: bounds or rates came out late or were corrected, or the employer's class, band or reliefs were changed.
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
    and difference.owed_wage = difference.charged_wage
    and difference.owed_tariff <> difference.charged_tariff
