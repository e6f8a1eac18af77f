-- The medical authority refused what it was told of a person, and has not accepted it since.
-- Cause: its own records of the person differ.
-- Closes: ask_medical
select
    'message:' || message.id as subject,
    (message.payload ->> 'month')::integer as month,
    message.employer_id,
    null::bigint as fen
from outbox_message as message
where message.system = 'medical'
    and message.state = 'failed'
    and not exists (
        select
        from outbox_message as later
        where later.person_id = message.person_id
            and later.system = message.system
            and later.employer_id = message.employer_id
            and later.id > message.id
            and later.state = 'done'
    )
