-- The wages typed on the page, with the persons they are for; newest contracts first, as the page shows them.
select
    person.name,
    person.document_type,
    person.document_number,
    typed.typed
from bases_typedwage as typed
join employment_contract as contract
    on contract.id = typed.contract_id
    and contract.employer_id = typed.employer_id
join persons_person as person
    on person.id = contract.person_id
where typed.declaration_id = %(declaration)s
    and typed.typed <> ''
order by typed.contract_id desc
