-- One change at a time per person: whoever comes second waits here and then sees what the first has done.
select count(*)
from (
    select person.id
    from persons_person as person
    where person.id in (select chosen.person_id from change_now as chosen)
    order by person.id
    for update of person
) as locked
