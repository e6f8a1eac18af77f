-- One change at a time per person: whoever comes second waits here and then sees what the first has done.
select count(*)
from (
    select person.id
    from persons_person as person
    where person.id = any (%(persons)s)
    order by person.id
    for update of person
) as locked
