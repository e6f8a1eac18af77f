-- Entries of an earlier month stand on a notice that was never issued.
-- Cause: the charge was generated for some people, and the month was not run for the employer afterwards.
-- Closes: run_assess
select
    'notice:' || notice.id as subject,
    notice.month,
    notice.employer_id,
    sum(entries.employer_fen + entries.personal_fen) as fen
from contributions_notice as notice
join reconcile_sum as entries on entries.notice_id = notice.id
where notice.state = 'open'
    and notice.month < to_char(%(today)s::date, 'YYYYMM')::integer
group by notice.id, notice.month, notice.employer_id
