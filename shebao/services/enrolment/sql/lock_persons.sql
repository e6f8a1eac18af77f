-- One filing at a time per person: whoever comes second waits here and then sees what the first has done.
with
    locked as (
        select person.id, person.document_number, person.document_type, person.action_id
        from persons_person as person
        join enrol_now as chosen
            on chosen.document_number = person.document_number
            and chosen.document_type = person.document_type
        order by person.id
        for update of person
    )
update enrol_now as chosen
set
    person_id = locked.id,
    known_before = locked.action_id <> (select shebao_action())
from locked
where locked.document_number = chosen.document_number
    and locked.document_type = chosen.document_type
