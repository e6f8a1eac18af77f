-- One filing at a time per person: whoever comes second waits here and then sees what the first has done. Persons to be
-- added and persons whose contract ends are locked in one order, that of their ids, so that nobody waits in a circle.
with
    locked as (
        select person.id, person.document_number, person.document_type, person.action_id
        from persons_person as person
        join (
            select chosen.document_number, chosen.document_type
            from enrol_now as chosen
            union all
            select chosen.document_number, chosen.document_type
            from end_now as chosen
        ) as chosen
            on chosen.document_number = person.document_number
            and chosen.document_type = person.document_type
        order by person.id
        for update of person
    ),
    leaving as (
        update end_now as chosen
        set person_id = locked.id
        from locked
        where locked.document_number = chosen.document_number
            and locked.document_type = chosen.document_type
    )
update enrol_now as chosen
set
    person_id = locked.id,
    known_before = locked.action_id <> (select shebao_action())
from locked
where locked.document_number = chosen.document_number
    and locked.document_type = chosen.document_type
