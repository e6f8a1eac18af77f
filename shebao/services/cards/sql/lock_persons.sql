-- One change at a time per person, whichever of her records it is about (docs/decisions/0022): whoever comes second waits
-- here and then sees what the first has done.
select count(*)
from (
    select person.id
    from persons_person as person
    where person.id in (
        select unnest(%(persons)s::bigint[])
        union
        select record.id
        from persons_person as named
        join persons_person as record on record.same_person = named.same_person
        where named.id = any (%(persons)s::bigint[])
    )
    order by person.id
    for update of person
) as locked
