-- Every person and scheme on a notice, in the order of persons, for an export read row by row.
select
    person.name,
    person.document_type,
    person.document_number,
    scheme.person_id,
    scheme.scheme,
    scheme.wage_fen,
    scheme.base,
    scheme.employer_fen::bigint,
    scheme.personal_fen::bigint
from (
    select
        charge.person_id,
        charge.scheme,
        sum(charge.employer_fen) as employer_fen,
        sum(charge.personal_fen) as personal_fen,
        (max(array[charge.entry, charge.base]))[2] as base,
        (max(array[charge.entry::bigint, charge.wage_fen]))[2] as wage_fen
    from contributions_charge as charge
    where charge.month = %(month)s
        and charge.employer_id = %(employer)s
        and charge.notice_id = any (%(notices)s::bigint[])
    group by charge.person_id, charge.scheme
) as scheme
join persons_person as person on person.id = scheme.person_id
order by scheme.person_id, scheme.scheme
