-- The persons whose months were paid for: the lock keeps their rows of messages gapless.
select count(*)
from (
    select person.id
    from persons_person as person
    where person.id in (
        select line.person_id
        from supplements_supplementline as line
        where line.declaration_id = %(declaration)s
            and line.state = 'effective'
    )
    order by person.id
    for update of person
) as locked
