-- Whose photos the lines hold: people under contract with the employer, by the number that the photo's name gives, or
-- by the person that was chosen on the page. Nobody else is found, whoever they are.
update cards_cardline as line
set
    person_id = coalesce(matched.person_id, 0),
    name = coalesce(matched.name, ''),
    document_type = coalesce(matched.document_type, ''),
    document_number = coalesce(matched.document_number, line.document_number)
from cards_cardline as wanted
left join lateral (
    select person.id as person_id, person.name, person.document_type, person.document_number
    from persons_person as person
    join employment_contract as contract
        on contract.person_id = person.id
        and contract.employer_id = %(employer)s
        and contract.ended_on is null
        and not contract.voided
    where (wanted.person_id > 0 and person.id = wanted.person_id)
        or (wanted.person_id = 0 and wanted.document_number <> '' and person.document_number = wanted.document_number)
    limit 1
) as matched on true
where wanted.declaration_id = %(declaration)s
    and line.id = wanted.id
