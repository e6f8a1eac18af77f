-- The kinds of payer among the employers (null: all): what of an employer its rates depend on.
select distinct
    employer.injury_class,
    (employer.injury_band * 100)::integer as injury_band,
    employer.size_class,
    employer.industry
from employers_employer as employer
where %(employers)s::bigint[] is null
    or employer.id = any (%(employers)s::bigint[])
order by 1, 2, 3, 4
