-- I9: tax answered a message with failure some time ago, and it does not stand on the operators' list.
select 'message:' || message.id as subject
from outbox_message as message
where message.system = 'tax'
    and message.state = 'failed'
    and message.answered_at < now() - %(waiting_limit)s::interval
    and not exists (
        select
        from collection_mismatch as mismatch
        where mismatch.message_id = message.id
    )
