-- The bank took an order to pay a refund long ago and has not answered.
-- Cause: it has not dealt with it, or its answer was lost; no other order is made beside it.
-- Closes: retry_message
select
    'message:' || message.id as subject,
    null::integer as month,
    message.employer_id,
    (message.payload ->> 'amount_fen')::bigint as fen
from outbox_message as message
where message.system = 'bank'
    and message.state = 'sent'
    and (
        message.failure_kind = 'silent'
        or message.sent_at < %(now)s::timestamptz - %(silence_limit)s::interval
    )
