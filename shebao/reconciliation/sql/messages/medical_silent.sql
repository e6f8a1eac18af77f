-- The medical authority took a message long ago and has not answered.
-- Cause: it has not dealt with it, or its answer was lost.
-- Closes: retry_message
select
    'message:' || message.id as subject,
    (message.payload ->> 'month')::integer as month,
    message.employer_id,
    null::bigint as fen
from outbox_message as message
where message.system = 'medical'
    and message.state = 'sent'
    and (
        message.failure_kind = 'silent'
        or message.sent_at < %(now)s::timestamptz - %(silence_limit)s::interval
    )
