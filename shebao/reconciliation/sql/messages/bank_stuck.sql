-- An order to pay a refund does not get through to the bank.
-- Cause: the bank refuses it, delivery failed again and again, or settings are wrong.
-- Closes: retry_message
select
    'message:' || message.id as subject,
    null::integer as month,
    message.employer_id,
    (message.payload ->> 'amount_fen')::bigint as fen
from outbox_message as message
where message.system = 'bank'
    and message.state = 'stuck'
