-- The employers of a span with a notice of the month that another run has made.
select notice.employer_id
from contributions_notice as notice
where notice.month = %(month)s
    and notice.employer_id between %(lowest)s and %(highest)s
group by notice.employer_id
having bool_and(notice.run_id is distinct from %(run)s)
order by notice.employer_id
