-- A message to the medical authority does not get through.
-- Cause: it was refused at the door, or delivery failed again and again.
-- Closes: retry_message
select
    'message:' || message.id as subject,
    (message.payload ->> 'month')::integer as month,
    message.employer_id,
    null::bigint as fen
from outbox_message as message
where message.system = 'medical'
    and message.state = 'stuck'
