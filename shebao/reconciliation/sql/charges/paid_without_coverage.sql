-- Somebody was paid for in a month in which nothing covers them.
-- Cause: coverage was ended or withdrawn after the employer had paid.
-- Closes: file_refund
select
    'contract:' || difference.contract_id || ' ' || difference.scheme as subject,
    difference.month,
    difference.employer_id,
    difference.paid_fen as fen
from reconcile_difference as difference
where not difference.covered
    and difference.paid_fen <> 0
    and not exists (
        select
        from employment_contract as contract
        where contract.id = difference.contract_id
            and contract.voided
    )
