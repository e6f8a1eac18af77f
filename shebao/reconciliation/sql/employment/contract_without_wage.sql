-- A running contract for which no wage was ever declared.
-- Cause: it was carried over without one, or the only declaration was withdrawn.
-- Closes: declare_wage
select 'contract:' || contract.id as subject, contract.insured_from as month, contract.employer_id, null::bigint as fen
from employment_contract as contract
where contract.ended_on is null
    and not contract.voided
    and not exists (
        select
        from contributions_wage as wage
        where wage.employer_id = contract.employer_id
            and wage.contract_id = contract.id
            and not wage.voided
    )
