-- A counterparty answered something that it was not asked, or about somebody else.
-- Cause: it mixed up messages, or somebody else speaks in its name.
-- Closes: ask_counterparty
select 'feedback:' || feedback.id as subject, null::integer as month, null::bigint as employer_id, null::bigint as fen
from outbox_feedback as feedback
where feedback.effect = 'unknown'
