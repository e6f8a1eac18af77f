-- Employers for which something is to be entered, and the series of notices on which it is going to stand.
select distinct assessed.employer_id, assessed.series
from assessed_now as assessed
where assessed.missing is null
    and (assessed.entry = 1 or assessed.employer_fen <> 0 or assessed.personal_fen <> 0)
order by assessed.employer_id, assessed.series
