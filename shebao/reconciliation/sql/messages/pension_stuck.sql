-- A message to the national pension system does not get through.
-- Cause: it was refused at the door, or delivery failed again and again.
-- Closes: retry_message
select
    'message:' || message.id as subject,
    (message.payload ->> 'month')::integer as month,
    message.employer_id,
    null::bigint as fen
from outbox_message as message
where message.system = 'national_pension'
    and message.state = 'stuck'
