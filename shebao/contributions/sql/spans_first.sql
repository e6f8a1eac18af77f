-- The employers of whom nothing is on record in the month although somebody is covered there, cut into spans of keys
-- of about so many spells each: lowest and highest key, employers, spells.
select min(chunk.employer_id), max(chunk.employer_id), count(*), sum(chunk.spells)::bigint
from (
    select
        one.employer_id,
        one.spells,
        (sum(one.spells) over (order by one.employer_id) - one.spells)::bigint / %(chunk)s as number
    from (
        select coverage.employer_id, count(*) as spells
        from employment_coverage as coverage
        where not coverage.voided
            and coverage.scheme in ('110', '120', '210', '410')
            and coverage.from_month <= %(month)s
            and coalesce(coverage.to_month, 999999) >= %(month)s
            and (%(employer)s::bigint is null or coverage.employer_id = %(employer)s::bigint)
        group by coverage.employer_id
    ) as one
    where not exists (
        select
        from contributions_notice as notice
        where notice.employer_id = one.employer_id
            and notice.month = %(month)s
    )
) as chunk
group by chunk.number
order by 1
