-- Tax refused a message, and it does not stand on the operators' list.
-- Cause: the worker has not noted refusals since; after an hour `verify` calls it broken too (refusal_is_listed).
-- Closes: check_worker
select
    'message:' || message.id as subject,
    (message.payload ->> 'month')::integer as month,
    message.employer_id,
    (message.payload ->> 'due_fen')::bigint as fen
from outbox_message as message
where message.system = 'tax'
    and (message.state = 'failed' or (message.state = 'stuck' and message.failure_kind in ('refused', 'permanent')))
    and not exists (
        select
        from collection_mismatch as mismatch
        where mismatch.message_id = message.id
    )
