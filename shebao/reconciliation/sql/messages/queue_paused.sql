-- Nothing is sent to a counterparty until an operator has repaired something.
-- Cause: keys, address or certificate of the counterparty are wrong.
-- Closes: resume_queue
select 'queue:' || queue.system as subject, null::integer as month, null::bigint as employer_id, null::bigint as fen
from outbox_queue as queue
where queue.paused_at is not null
