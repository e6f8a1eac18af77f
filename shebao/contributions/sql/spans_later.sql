-- The employers with a notice of the month that another run has made, in the same spans: they are looked at for
-- differences.
select min(chunk.employer_id), max(chunk.employer_id), count(*), sum(chunk.spells)::bigint
from (
    select
        one.employer_id,
        one.spells,
        (sum(one.spells) over (order by one.employer_id) - one.spells)::bigint / %(chunk)s as number
    from (
        select notice.employer_id, 3 * max(notice.persons) as spells
        from contributions_notice as notice
        where notice.month = %(month)s
            and (%(employer)s::bigint is null or notice.employer_id = %(employer)s::bigint)
        group by notice.employer_id
        having bool_and(notice.run_id is distinct from %(run)s)
    ) as one
) as chunk
group by chunk.number
order by 1
