-- What is owed: the one computation behind the monthly run, single generation, corrections and every preview.
-- Subjects have person_id, employer_id, contract_id, scheme, month, wage_fen and payer_category.
--
-- base:     the declared wage within the bounds of the month and scheme, in whole yuan, half up
-- amounts:  base times rate, in fen, half up, for each person, scheme and payer by itself
--           (yuan times millionths are ten-thousandths of a fen)
-- Without a wage, or where the law has no value, tariff_id or base is null and `missing` says what is not there.
select
    subject.person_id,
    subject.employer_id,
    subject.contract_id,
    subject.scheme,
    subject.month,
    subject.wage_fen,
    subject.payer_category,
    payer.notice_id,
    bounded.base,
    ((bounded.base::bigint * tariff.employer_ppm + 5000) / 10000)::integer as employer_fen,
    ((bounded.base::bigint * tariff.personal_ppm + 5000) / 10000)::integer as personal_fen,
    tariff.tariff_id,
    coalesce(tariff.deferred, false) as deferred,
    case
        when subject.wage_fen is null then 'no_wage'
        when tariff.tariff_id is null then 'no_law'
    end as missing,
    coalesce(tariff.missing, '') as missing_law
from (
    {subjects}
) as subject
join payer_now as payer
    on payer.employer_id = subject.employer_id
left join tariff_now as tariff
    on tariff.month = subject.month
    and tariff.scheme = subject.scheme
    and tariff.category = subject.payer_category
    and tariff.profile = payer.profile
cross join lateral (
    -- greatest and least pass over nulls, so what is missing has to be asked for
    select case
        when subject.wage_fen is not null and tariff.tariff_id is not null
            then least(greatest((subject.wage_fen + 50) / 100, tariff.lower), tariff.upper)::integer
    end as base
) as bounded
