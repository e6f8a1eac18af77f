-- Employers with somebody covered in the month, and no notice of it yet.
select coverage.employer_id, count(*)
from employment_coverage as coverage
where not coverage.voided
    and coverage.scheme in ('110', '120', '210', '410')
    and coverage.from_month <= %(month)s
    and coalesce(coverage.to_month, 999999) >= %(month)s
    and (%(employer)s::bigint is null or coverage.employer_id = %(employer)s::bigint)
    and not exists (
        select
        from contributions_notice as notice
        where notice.employer_id = coverage.employer_id
            and notice.month = %(month)s
    )
group by coverage.employer_id
order by coverage.employer_id
