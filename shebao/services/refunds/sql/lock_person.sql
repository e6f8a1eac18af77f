-- One change at a time per person: whoever comes second waits here and then sees what the first has done.
select person.id
from persons_person as person
where person.id = %(person)s
    or person.same_person = (select named.same_person from persons_person as named where named.id = %(person)s)
order by person.id
for update of person
