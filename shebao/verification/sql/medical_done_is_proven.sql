-- I10: a medical message counts as done or refused without a stored answer of the medical authority.
select 'message:' || message.id as subject
from outbox_message as message
where message.system = 'medical'
    and message.state in ('done', 'failed')
    and not exists (
        select
        from outbox_feedback as feedback
        where feedback.in_reply_to = message.key
            and feedback.system = message.system
            and feedback.applied_at is not null
            and feedback.effect in ('applied', 'late')
    )
