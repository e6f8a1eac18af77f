-- A spell lasts longer than the month in which its contract ended.
-- Cause: an ending was corrected, the spell was not; `verify` calls it broken too (ended_contract_covers_no_more).
-- Closes: repair_record
select 'coverage:' || coverage.id as subject, coverage.to_month as month, coverage.employer_id, null::bigint as fen
from employment_contract as contract
join employment_coverage as coverage
    on coverage.employer_id = contract.employer_id
    and coverage.contract_id = contract.id
    and not coverage.voided
where not contract.voided
    and coverage.to_month > to_char(contract.ended_on, 'YYYYMM')::integer
