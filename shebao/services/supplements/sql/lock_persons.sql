-- One change at a time per person: whoever comes second waits here and then sees what the first has done.
select count(*)
from (
    select person.id
    from persons_person as person
    where person.id in (
        select chosen.person_id
        from supplement_now as chosen
        union
        select record.id
        from supplement_now as chosen
        join persons_person as named
            on named.id = chosen.person_id
        join persons_person as record
            on record.same_person = named.same_person
    )
    order by person.id
    for update of person
) as locked
