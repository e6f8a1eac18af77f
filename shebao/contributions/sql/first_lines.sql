-- The sums by scheme of notices whose entries have all just been made.
insert into contributions_noticeline (
    notice_id, scheme, persons, base_sum, employer_fen, personal_fen, deferred_fen, action_id
)
select
    assessed.notice_id, assessed.scheme, count(*), sum(assessed.base),
    sum(assessed.employer_fen), sum(assessed.personal_fen),
    coalesce(sum(assessed.employer_fen) filter (where assessed.deferred), 0),
    (select shebao_action())
from assessed_now as assessed
where assessed.missing is null
group by assessed.notice_id, assessed.scheme
order by assessed.notice_id, assessed.scheme
