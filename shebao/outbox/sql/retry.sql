-- Stuck messages are sent once more, silent counterparties asked once more. What is just under way is left alone.
with chosen as (
    select message.id
    from outbox_message as message
    where (message.state = 'stuck' or (message.state = 'sent' and message.failure_kind = 'silent'))
        and (%(ids)s::bigint[] is null or message.id = any (%(ids)s))
        and (%(system)s::text is null or message.system = %(system)s)
    for update skip locked
)
update outbox_message as message
set
    state = case message.state when 'stuck' then 'waiting' else message.state end,
    attempts = case message.state when 'stuck' then 0 else message.attempts end,
    chased = 0,
    next_attempt_at = %(now)s,
    last_error = '',
    failure_kind = ''
from chosen
where message.id = chosen.id
