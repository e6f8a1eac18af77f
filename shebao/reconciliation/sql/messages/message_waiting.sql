-- A message is long due and was not sent.
-- Cause: no worker is running, or the way to the counterparty is paused.
-- Closes: resume_queue
select
    'message:' || message.id as subject,
    (message.payload ->> 'month')::integer as month,
    message.employer_id,
    (message.payload ->> 'due_fen')::bigint as fen
from outbox_message as message
where message.state = 'waiting'
    and message.next_attempt_at < %(now)s::timestamptz - %(waiting_limit)s::interval
