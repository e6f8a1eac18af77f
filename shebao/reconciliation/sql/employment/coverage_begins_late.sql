-- The first covered month of a contract lies after the month from which on it was to be insured.
-- Cause: the first spell was withdrawn or begun later; the months before were never insured.
-- Closes: file_supplement
select 'contract:' || contract.id as subject, contract.insured_from as month, contract.employer_id, null::bigint as fen
from employment_contract as contract
join (
    select coverage.employer_id, coverage.contract_id, min(coverage.from_month) as from_month
    from employment_coverage as coverage
    where not coverage.voided
    group by coverage.employer_id, coverage.contract_id
) as spell
    on spell.employer_id = contract.employer_id
    and spell.contract_id = contract.id
where not contract.voided
    and spell.from_month > contract.insured_from
    -- what was given back is not insured any more, and stays so
    and not exists (
        select
        from refunds_refunditem as item
        where item.employer_id = contract.employer_id
            and item.contract_id = contract.id
            and item.month = contract.insured_from
            and item.done
    )
