-- Months that were assessed: by the city, issued at one of the employers, or with entries for one of the persons.
select run.month
from contributions_run as run
where run.month between %(first)s and %(last)s
    and run.kind = 'month'
    and run.employer_id is null
    and run.finished_at is not null
union
select notice.month
from contributions_notice as notice
where notice.month between %(first)s and %(last)s
    and notice.employer_id = any (%(employers)s::bigint[])
    and (
        (notice.series = 0 and notice.state <> 'open')
        or exists (
            select
            from contributions_charge as charge
            where charge.month = notice.month
                and charge.notice_id = notice.id
                and (charge.employer_id, charge.person_id) in (
                    select * from unnest(%(employers)s::bigint[], %(persons)s::bigint[])
                )
        )
    )
order by month
