-- Employers with a notice of the month that another run has made: they are looked at for differences.
select notice.employer_id, 3 * max(notice.persons)
from contributions_notice as notice
where notice.month = %(month)s
    and (%(employer)s::bigint is null or notice.employer_id = %(employer)s::bigint)
group by notice.employer_id
having bool_and(notice.run_id is distinct from %(run)s)
order by notice.employer_id
