-- A declared wage counts for longer than its contract lasted, or for one that never was.
-- Cause: an ending did not reach it; `verify` calls it broken too (ended_contract_covers_no_more).
-- Closes: repair_record
select 'wage:' || wage.id as subject, wage.from_month as month, wage.employer_id, null::bigint as fen
from employment_contract as contract
join contributions_wage as wage
    on wage.employer_id = contract.employer_id
    and wage.contract_id = contract.id
    and not wage.voided
where contract.voided
    or coalesce(wage.to_month, 999999) > to_char(contract.ended_on, 'YYYYMM')::integer
