-- I6: a spell names another person or employer than the contract it rests on.
select 'coverage:' || coverage.id as subject
from employment_coverage as coverage
left join employment_contract as contract
    on contract.id = coverage.contract_id
where contract.id is null
    or contract.person_id <> coverage.person_id
    or contract.employer_id <> coverage.employer_id
