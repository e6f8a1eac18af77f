-- A contract was never an employment, and covers somebody all the same.
-- Cause: the withdrawal did not reach the spell; `verify` calls it broken too (ended_contract_covers_no_more).
-- Closes: repair_record
select 'coverage:' || coverage.id as subject, coverage.from_month as month, coverage.employer_id, null::bigint as fen
from employment_contract as contract
join employment_coverage as coverage
    on coverage.employer_id = contract.employer_id
    and coverage.contract_id = contract.id
    and not coverage.voided
where contract.voided
