-- The card maker took an order for a card long ago and has not answered.
-- Cause: it has not dealt with it, or its answer was lost; no other order is made beside it.
-- Closes: retry_message
select
    'message:' || message.id as subject,
    null::integer as month,
    nullif(message.employer_id, 0) as employer_id,
    null::bigint as fen
from outbox_message as message
where message.system = 'card_maker'
    and message.state = 'sent'
    and (
        message.failure_kind = 'silent'
        or message.sent_at < %(now)s::timestamptz - %(silence_limit)s::interval
    )
