-- Whom the contracts are with, and where.
select distinct contract.employer_id, contract.person_id
from employment_contract as contract
where contract.id = any (%(contracts)s)
order by contract.person_id, contract.employer_id
