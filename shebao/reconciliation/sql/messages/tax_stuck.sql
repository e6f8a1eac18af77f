-- A message to tax does not get through.
-- Cause: delivery failed again and again, or settings are wrong; what tax refuses stands on the list of mismatches.
-- Closes: retry_message
select
    'message:' || message.id as subject,
    (message.payload ->> 'month')::integer as month,
    message.employer_id,
    (message.payload ->> 'due_fen')::bigint as fen
from outbox_message as message
where message.system = 'tax'
    and message.state = 'stuck'
    and message.failure_kind not in ('refused', 'permanent')
