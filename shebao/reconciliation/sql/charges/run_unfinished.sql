-- A monthly run was begun and has not come to its end.
-- Cause: it is under way, or its process was ended.
-- Closes: run_assess
select 'run:' || run.id as subject, run.month, run.employer_id, null::bigint as fen
from contributions_run as run
where run.kind = 'month'
    and run.finished_at is null
    and run.started_at < %(now)s::timestamptz - %(waiting_limit)s::interval
