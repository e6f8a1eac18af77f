-- Messages that were taken and should have been answered by now, in the order in which they were written.
select
    message.id, message.key, message.kind, message.person_id, message.employer_id, message.sequence, message.previous,
    message.payload, message.state, message.attempts, message.chased
from (
    select overdue.id
    from outbox_message as overdue
    where overdue.system = %(system)s
        and overdue.state = 'sent'
        and overdue.failure_kind = ''
        and overdue.next_attempt_at <= %(now)s
        and overdue.chased < %(asks)s
    order by overdue.next_attempt_at
    limit %(size)s
    for update of overdue skip locked
) as chosen
join outbox_message as message on message.id = chosen.id
order by message.id
