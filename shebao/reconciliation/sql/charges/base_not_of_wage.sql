-- A base is not the wage within the bounds on which it says to rest.
-- Cause: an entry was made or changed otherwise than by assessing.
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
    and difference.owed_tariff = difference.charged_tariff
    and difference.owed_base <> difference.charged_base
