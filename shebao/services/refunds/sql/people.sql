-- Whoever is or was under contract with an employer, newest contract first, each once.
select person.id, person.name, person.document_type, person.document_number, contract.starts_on, contract.ended_on
from (
    select distinct on (held.person_id) held.person_id, held.id, held.starts_on, held.ended_on
    from employment_contract as held
    join persons_person as person on person.id = held.person_id
    where held.employer_id = %(employer)s
        and {search}
    order by held.person_id, held.id desc
) as contract
join persons_person as person on person.id = contract.person_id
order by contract.id desc
limit %(size)s
