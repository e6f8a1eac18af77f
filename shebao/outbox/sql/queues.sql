-- How the way to each counterparty stands; what is concluded is not counted.
select
    queue.system, queue.paused_at, queue.failures, queue.not_before, queue.last_error,
    waiting.messages, waiting.since, sent.messages, sent.since, sent.silent, stuck.messages
from outbox_queue as queue
cross join lateral (
    select count(*) as messages, min(message.created_at) as since
    from outbox_message as message
    where message.system = queue.system
        and message.state = 'waiting'
) as waiting
cross join lateral (
    select
        count(*) as messages,
        min(message.sent_at) as since,
        count(*) filter (where message.failure_kind = 'silent') as silent
    from outbox_message as message
    where message.system = queue.system
        and message.state = 'sent'
) as sent
cross join lateral (
    select count(*) as messages
    from outbox_message as message
    where message.system = queue.system
        and message.state = 'stuck'
) as stuck
order by queue.system
