-- Who else is on record under a number, as number of a document or of social insurance.
select person.id
from persons_person as person
where person.id <> %(person)s
    and (
        (person.document_number = %(number)s and person.document_type = %(type)s)
        or person.social_security_number = %(social)s
    )
order by person.id
limit 1
