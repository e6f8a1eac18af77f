-- Answers to messages that we never wrote to that counterparty.
with strangers as materialized (
    select feedback.id, feedback.system
    from outbox_feedback as feedback
    where feedback.applied_at is null
        and not exists (
            select
            from outbox_message as message
            where message.key = feedback.in_reply_to
                and message.system = feedback.system
            offset 0 -- keeps it a look-up an answer
        )
    order by feedback.id
    limit %(size)s
    for update of feedback skip locked
),
alarmed as (
    insert into audit_action (
        actor_kind, actor_name, door, verb, subject, details, refused, request_id
    )
    select
        'counterparty', strangers.system, 'worker', 'take_in_feedback', 'feedback:' || strangers.id, '{}',
        'unknown_message', ''
    from strangers
)
update outbox_feedback as feedback
set
    applied_at = %(now)s,
    effect = 'unknown'
from strangers
where feedback.id = strangers.id
