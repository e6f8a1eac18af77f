-- What an employer's entries of a month come to by scheme, as they stand now; of all notices, or of some.
-- Where somebody has several entries the last one tells base and whether anything is owed at all.
select
    person.scheme,
    count(*) filter (where person.owed) as persons,
    coalesce(sum(person.base) filter (where person.owed), 0)::bigint as base_sum,
    sum(person.employer_fen)::bigint as employer_fen,
    sum(person.personal_fen)::bigint as personal_fen,
    sum(person.deferred_fen)::bigint as deferred_fen
from (
    select
        charge.scheme,
        sum(charge.employer_fen) as employer_fen,
        sum(charge.personal_fen) as personal_fen,
        (max(array[charge.entry, charge.base]))[2] as base,
        coalesce(sum(charge.employer_fen) filter (where tariff.deferred), 0) as deferred_fen,
        (max(array[charge.entry, (charge.kind <> '20')::integer]))[2] = 1
            or sum(charge.employer_fen) + sum(charge.personal_fen) <> 0 as owed
    from contributions_charge as charge
    join contributions_tariff as tariff on tariff.id = charge.tariff_id
    where charge.month = %(month)s
        and charge.employer_id = %(employer)s
        and {notices}
    group by charge.person_id, charge.scheme
) as person
group by person.scheme
order by person.scheme
