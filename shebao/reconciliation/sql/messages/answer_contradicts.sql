-- A counterparty gave a second answer that contradicts its first.
-- Cause: it changed its mind; only the first answer counts here.
-- Closes: ask_counterparty
select
    'feedback:' || feedback.id as subject,
    (message.payload ->> 'month')::integer as month,
    message.employer_id,
    null::bigint as fen
from outbox_feedback as feedback
join outbox_message as message
    on message.key = feedback.in_reply_to
    and message.system = feedback.system
where feedback.effect = 'late'
