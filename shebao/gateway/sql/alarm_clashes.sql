-- An id that came with other content than before is not taken; one alarm each.
insert into audit_action (
    actor_kind, actor_name, door, verb, subject, details, refused, request_id, address
)
select
    'counterparty', %(system)s, 'gateway', 'send_feedback', 'counterparty:' || %(system)s,
    jsonb_build_object('feedback_id', item.feedback_id), 'id_reused', %(request_id)s, %(address)s::inet
from jsonb_to_recordset(%(items)s::jsonb) as item (feedback_id text, digest text)
join outbox_feedback as known
    on known.system = %(system)s
    and known.feedback_id = item.feedback_id
where known.digest <> item.digest
