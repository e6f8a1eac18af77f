-- Orders that the card maker has answered by now, with the answer that counts, oldest first. One that it refused to take
-- is answered as well.
select
    application.id, message.state = 'done', message.answer_code, message.answer_text,
    coalesce(message.answered_at, %(now)s)
from cards_application as application
join outbox_message as message
    on message.key = application.key
    and (message.state in ('done', 'failed') or (message.state = 'stuck' and message.failure_kind = 'refused'))
where application.state = 'ordered'
order by application.id
limit %(size)s
for update of application, message skip locked
