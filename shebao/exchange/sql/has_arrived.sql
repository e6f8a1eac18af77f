-- Whether there is an answer that does not wait for its message to be marked as sent.
select exists (
    select
    from outbox_feedback as feedback
    left join outbox_message as message
        on message.key = feedback.in_reply_to
        and message.system = feedback.system
    where feedback.applied_at is null
        and feedback.in_reply_to is not null
        and feedback.id > %(after)s
        and (message.id is null or message.state <> 'waiting')
)
