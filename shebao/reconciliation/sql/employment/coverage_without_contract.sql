-- A spell rests on a contract that is not there, or on another person's or employer's.
-- Cause: written otherwise than by a filing; `verify` calls it broken too (coverage_of_its_contract).
-- Closes: repair_record
select 'coverage:' || coverage.id as subject, coverage.from_month as month, coverage.employer_id, null::bigint as fen
from employment_coverage as coverage
left join employment_contract as contract on contract.id = coverage.contract_id
where not coverage.voided
    and (contract.person_id, contract.employer_id) is distinct from (coverage.person_id, coverage.employer_id)
