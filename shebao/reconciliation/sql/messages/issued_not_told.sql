-- A notice is to be paid, and tax was never asked to collect it.
-- Cause: it was issued otherwise than by the platform; `verify` calls it broken too (issued_notice_is_told).
-- Closes: tell_tax
select
    'notice:' || notice.id as subject,
    notice.month,
    notice.employer_id,
    notice.employer_fen + notice.personal_fen - notice.deferred_fen as fen
from contributions_notice as notice
where notice.state = 'issued'
    and notice.series = 0
    and not exists (
        select
        from outbox_message as message
        where message.notice_id = notice.id
            and message.system = 'tax'
            and message.kind in ('issued', 'replaced', 'declared')
    )
