-- The employers of a span of whom nothing is on record in the month although somebody is covered there.
select employer.id
from employers_employer as employer
where employer.id between %(lowest)s and %(highest)s
    and not exists (
        select
        from contributions_notice as notice
        where notice.employer_id = employer.id
            and notice.month = %(month)s
    )
    and exists (
        select
        from employment_coverage as coverage
        where coverage.employer_id = employer.id
            and not coverage.voided
            and coverage.scheme in ('110', '120', '210', '410')
            and coverage.from_month <= %(month)s
            and coalesce(coverage.to_month, 999999) >= %(month)s
    )
order by employer.id
