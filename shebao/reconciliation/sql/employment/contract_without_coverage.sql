-- A running contract without any coverage.
-- Cause: all its spells were withdrawn, the contract was not.
-- Closes: file_withdrawal
select 'contract:' || contract.id as subject, contract.insured_from as month, contract.employer_id, null::bigint as fen
from employment_contract as contract
where contract.ended_on is null
    and not contract.voided
    and not exists (
        select
        from employment_coverage as coverage
        where coverage.employer_id = contract.employer_id
            and coverage.contract_id = contract.id
            and not coverage.voided
    )
