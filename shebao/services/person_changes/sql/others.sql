-- Who else is on record under a number, as number of a document or of social insurance, and whether officers found the
-- record to be another one of the same human being.
select
    person.id,
    exists (
        select
        from persons_person as own
        where own.id = %(person)s
            and own.same_person = person.same_person
    )
from persons_person as person
where person.id <> %(person)s
    and (
        (person.document_number = %(number)s and person.document_type = %(type)s)
        or person.social_security_number = %(social)s
    )
order by person.id
limit 1
