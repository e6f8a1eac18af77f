-- An order for a card does not get through to the card maker.
-- Cause: the card maker refuses it, the photo is missing, delivery failed again and again, or settings are wrong.
-- Closes: retry_message
select
    'message:' || message.id as subject,
    null::integer as month,
    nullif(message.employer_id, 0) as employer_id,
    null::bigint as fen
from outbox_message as message
where message.system = 'card_maker'
    and message.state = 'stuck'
