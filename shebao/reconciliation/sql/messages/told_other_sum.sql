-- Tax was told another sum or due day of a notice than stands on it.
-- Cause: the notice was changed after tax had been told.
-- Closes: repair_record
select
    'notice:' || notice.id as subject,
    notice.month,
    notice.employer_id,
    (message.payload ->> 'due_fen')::bigint - (notice.employer_fen + notice.personal_fen - notice.deferred_fen) as fen
from contributions_notice as notice
join outbox_message as message
    on message.notice_id = notice.id
    and message.system = 'tax'
    and message.kind in ('issued', 'replaced', 'declared')
where notice.state in ('issued', 'paid')
    and (
        (message.payload ->> 'due_fen')::bigint <> notice.employer_fen + notice.personal_fen - notice.deferred_fen
        or (message.payload ->> 'due_on')::date <> notice.due_on
    )
