-- One change at a time per person: whoever comes second waits here and then sees what the first has done.
select person.id
from persons_person as person
where person.id = %(person)s
for update of person
