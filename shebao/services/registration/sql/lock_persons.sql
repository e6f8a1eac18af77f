-- One filing at a time per person: whoever comes second waits here and then sees what the first has done. Persons to be
-- added and persons whose contract ends are locked in one order, that of their ids, so that nobody waits in a circle.
-- Of somebody with several records all are locked; an addition goes to the kept one, an ending to that of its contract.
with
    named as (
        select person.id, person.same_person
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
    ),
    locked as (
        select person.id, person.document_number, person.document_type, person.action_id, person.same_person
        from persons_person as person
        where person.id in (
            select named.id
            from named
            union
            select record.id
            from named
            join persons_person as record
                on record.same_person = named.same_person
        )
        order by person.id
        for update of person
    ),
    leaving as (
        update end_now as chosen
        set person_id = case
            when locked.same_person is null then locked.id
            else coalesce(
                (select contract.person_id from employment_contract as contract where contract.id = chosen.contract_id),
                locked.id
            )
        end
        from locked
        where locked.document_number = chosen.document_number
            and locked.document_type = chosen.document_type
    )
update enrol_now as chosen
set
    person_id = coalesce(locked.same_person, locked.id),
    known_before = locked.action_id <> (select shebao_action())
from locked
where locked.document_number = chosen.document_number
    and locked.document_type = chosen.document_type
