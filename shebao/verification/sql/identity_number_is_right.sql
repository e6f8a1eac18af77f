-- D2: an identity number (居民身份证) whose check digit, birth date or sex is not the person's.
select 'person:' || person.id as subject
from persons_person as person
where person.document_type = '01'
    and case
        when person.document_number !~ '^[0-9]{17}[0-9X]$' then true
        else
            substr(person.document_number, 7, 8) <> to_char(person.birth_date, 'YYYYMMDD')
            or person.sex <> case when substr(person.document_number, 17, 1)::integer %% 2 = 1 then '1' else '2' end
            or person.social_security_number <> person.document_number
            or substr(person.document_number, 18, 1) <> (
                select substr('10X98765432', 1 + (sum(substr(person.document_number, place::integer, 1)::integer * weight) %% 11)::integer, 1)
                from unnest(array[7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]) with ordinality as factor (weight, place)
            )
    end
