-- A notice of which tax knows was found overdue, and tax was not told on what late fees run.
-- Cause: the arrears were written otherwise than by looking.
-- Closes: repair_record
select 'notice:' || overdue.notice_id as subject, overdue.month, overdue.employer_id, overdue.owed_fen as fen
from collection_overdue as overdue
where exists (
        select
        from outbox_message as message
        where message.notice_id = overdue.notice_id
            and message.system = 'tax'
            and message.kind in ('issued', 'replaced', 'declared')
    )
    and not exists (
        select
        from outbox_message as message
        where message.notice_id = overdue.notice_id
            and message.system = 'tax'
            and message.kind = 'overdue'
    )
