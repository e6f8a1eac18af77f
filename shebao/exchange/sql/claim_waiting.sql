-- Messages that are due, at most one a person, or an employer where it is about no person: none before it may still be on its way. What the counterparty refused
-- has arrived there and holds nobody up.
select
    message.id, message.key, message.kind, message.person_id, message.employer_id, message.sequence, message.previous,
    message.payload, message.state, message.attempts, message.chased
from outbox_message as message
where message.system = %(system)s
    and message.state = 'waiting'
    and message.next_attempt_at <= %(now)s
    and not exists (
        select
        from outbox_message as earlier
        where earlier.system = message.system
            and earlier.person_id = message.person_id
            and earlier.id < message.id
            and (earlier.state = 'waiting' or (earlier.state = 'stuck' and earlier.failure_kind <> 'refused'))
        offset 0 -- keeps it a look-up a message instead of a join with the whole table
    )
    and not exists (
        select
        from outbox_message as earlier
        where message.person_id is null
            and earlier.person_id is null
            and earlier.system = message.system
            and earlier.employer_id = message.employer_id
            and earlier.id < message.id
            and (earlier.state = 'waiting' or (earlier.state = 'stuck' and earlier.failure_kind <> 'refused'))
        offset 0
    )
order by message.next_attempt_at, message.id
limit %(size)s
for update of message skip locked
