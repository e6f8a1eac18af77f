-- Whoever is under contract with an employer, those hired last first, with the last application the employer made.
select
    person.id, person.name, person.document_type, person.document_number,
    coalesce(application.number, ''), coalesce(application.state, '')
from employment_contract as contract
join persons_person as person on person.id = contract.person_id
left join lateral (
    select last_one.number, last_one.state
    from cards_application as last_one
    where last_one.person_id = person.id
        and last_one.employer_id = contract.employer_id
    order by last_one.id desc
    limit 1
) as application on true
where contract.employer_id = %(employer)s
    and contract.ended_on is null
    and not contract.voided
    and {search}
order by contract.id desc
limit %(size)s
