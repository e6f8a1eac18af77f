-- Months that were assessed for somebody: those of the runs and of the notices.
select run.month
from contributions_run as run
union
select notice.month
from contributions_notice as notice
order by 1
