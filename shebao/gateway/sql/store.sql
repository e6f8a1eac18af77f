-- Answers as they came, each id once: what is known already is passed over.
insert into outbox_feedback (system, feedback_id, in_reply_to, body, digest, received_at, effect)
select %(system)s, item.feedback_id, item.in_reply_to, item.body, item.digest, %(now)s, ''
from jsonb_to_recordset(%(items)s::jsonb) as item (feedback_id text, in_reply_to uuid, body jsonb, digest text)
on conflict (system, feedback_id) do nothing
