-- A page of the persons on a notice, with what their entries come to by scheme. The page is cut before anything is
-- joined to it, along the index by employer and person, so its cost does not grow with the number of persons.
with page as (
    {page}
)
select
    page.person_id,
    person.name,
    person.document_type,
    person.document_number,
    schemes.wage_fen,
    schemes.employer_fen::bigint,
    schemes.personal_fen::bigint,
    schemes.entries::integer,
    schemes.amounts
from page
join persons_person as person on person.id = page.person_id
cross join lateral (
    select
        sum(scheme.employer_fen) as employer_fen,
        sum(scheme.personal_fen) as personal_fen,
        sum(scheme.entries) as entries,
        max(scheme.wage_fen) as wage_fen,
        jsonb_object_agg(
            scheme.scheme, jsonb_build_array(scheme.base, scheme.employer_fen, scheme.personal_fen)
        ) as amounts
    from (
        select
            charge.scheme,
            sum(charge.employer_fen) as employer_fen,
            sum(charge.personal_fen) as personal_fen,
            count(*) as entries,
            (max(array[charge.entry, charge.base]))[2] as base,
            (max(array[charge.entry::bigint, charge.wage_fen]))[2] as wage_fen
        from contributions_charge as charge
        where charge.month = %(month)s
            and charge.employer_id = %(employer)s
            and charge.person_id = page.person_id
            and charge.notice_id = any (%(notices)s::bigint[])
        group by charge.scheme
    ) as scheme
) as schemes
order by page.person_id
