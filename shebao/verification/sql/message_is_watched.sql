-- I8: a message in limbo: in no known state, waiting though it is long due, or taken long ago and never asked after.
select 'message:' || message.id || ' ' || message.state as subject
from outbox_message as message
where message.state not in ('waiting', 'sent', 'done', 'failed', 'stuck')
    or (message.state = 'waiting' and message.next_attempt_at < now() - %(waiting_limit)s::interval)
    or (message.state = 'sent' and message.sent_at is null)
    or (
        message.state = 'sent'
        and message.sent_at < now() - %(silence_limit)s::interval
        and message.chased = 0
    )
    or (message.state = 'stuck' and message.last_error = '' and message.failure_kind = '')
    or (message.state in ('done', 'failed') and message.answered_at is null)
