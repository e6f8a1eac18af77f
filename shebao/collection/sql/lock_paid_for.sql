-- Whoever tells something about a person does it alone: the person's messages are numbered without gaps.
select count(*)
from (
    select person.id
    from persons_person as person
    where person.id in (select chosen.person_id from paid_for_now as chosen)
    order by person.id
    for update of person
) as locked
