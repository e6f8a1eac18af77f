-- I9: an answer took effect twice, was never looked at, or took effect on nothing.
select 'feedback:' || feedback.id as subject
from outbox_feedback as feedback
where (feedback.applied_at is null and feedback.received_at < now() - %(waiting_limit)s::interval)
    or (feedback.applied_at is not null and feedback.effect not in ('applied', 'late', 'repeated', 'unknown', 'mismatch'))
    or (
        feedback.effect = 'applied'
        and feedback.in_reply_to is not null
        and not exists (
            select
            from outbox_message as message
            where message.key = feedback.in_reply_to
                and message.system = feedback.system
        )
    )
    or (
        feedback.effect = 'applied'
        and exists (
            select
            from outbox_feedback as earlier
            where earlier.system = feedback.system
                and earlier.in_reply_to = feedback.in_reply_to
                and earlier.effect = 'applied'
                and earlier.id < feedback.id
        )
    )
