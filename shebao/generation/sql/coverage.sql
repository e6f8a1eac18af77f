-- The three schemes that are kept here, for the contracts of one block.
insert into employment_coverage (person_id, scheme, from_month, employer_id, contract_id, voided)
select
    contract.person_id, scheme.code, contract.insured_from, contract.employer_id, contract.id, false
from employment_contract as contract
cross join (values ('110'), ('210'), ('410')) as scheme (code)
where contract.id between %(first)s and %(last)s
order by contract.id, scheme.code
