-- Something is charged and unpaid for a contract that was never an employment.
-- Cause: enrolled by mistake, found out after the month was charged.
-- Closes: run_assess
select
    'contract:' || difference.contract_id || ' ' || difference.scheme as subject,
    difference.month,
    difference.employer_id,
    difference.unpaid_fen as fen
from reconcile_difference as difference
join employment_contract as contract
    on contract.id = difference.contract_id
    and contract.voided
where not difference.covered
    and difference.unpaid_fen <> 0
