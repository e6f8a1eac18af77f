-- Two notices of one employer, month and series ask for payment at the same time.
-- Cause: a replacement did not take the place of the earlier one.
-- Closes: repair_record
select
    'notice:' || max(notice.id) as subject,
    notice.month,
    notice.employer_id,
    sum(notice.employer_fen + notice.personal_fen - notice.deferred_fen) as fen
from contributions_notice as notice
where notice.state in ('issued', 'to_declare')
group by notice.month, notice.employer_id, notice.series
having count(*) > 1
