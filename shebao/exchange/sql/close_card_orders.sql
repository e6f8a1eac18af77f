-- Orders that the card maker refused to take are over: nobody sends them again for applications that have ended.
update outbox_message as message
set
    state = 'failed',
    answered_at = %(now)s,
    last_error = '',
    failure_kind = ''
from cards_application as application
where application.id = any (%(applications)s)
    and message.key = application.key
    and message.state = 'stuck'
