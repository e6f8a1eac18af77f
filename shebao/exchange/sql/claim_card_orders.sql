-- Orders that the card maker has answered by now, with the answer that counts, oldest first.
select application.id, message.state = 'done', message.answer_code, message.answer_text, message.answered_at
from cards_application as application
join outbox_message as message
    on message.key = application.key
    and message.state in ('done', 'failed')
where application.state = 'ordered'
order by application.id
limit %(size)s
for update of application skip locked
