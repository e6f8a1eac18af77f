-- Employers for which something is to be entered.
select distinct assessed.employer_id
from assessed_now as assessed
where assessed.missing is null
    and (assessed.entry = 1 or assessed.employer_fen <> 0 or assessed.personal_fen <> 0)
order by assessed.employer_id
