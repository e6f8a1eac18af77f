-- All records of two persons, locked in the order of their ids.
select person.id
from persons_person as person
where person.id = any (%(persons)s)
    or person.same_person in (
        select named.same_person
        from persons_person as named
        where named.id = any (%(persons)s)
    )
order by person.id
for update of person
