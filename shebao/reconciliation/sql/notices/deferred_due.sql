-- The day until which a deferred part (缓缴) has to be paid is over.
-- Cause: the deferral has run out; the part stands on no notice of its own.
-- Closes: collect_arrears
select 'notice:' || notice.id as subject, notice.month, notice.employer_id, notice.deferred_fen as fen
from contributions_notice as notice
where notice.state in ('to_declare', 'issued', 'paid')
    and notice.deferred_fen > 0
    and (%(deferred_due)s::jsonb ->> notice.month::text)::date < %(today)s
