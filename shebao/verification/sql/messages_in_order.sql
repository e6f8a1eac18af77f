-- I8: a person's or an employer's messages to one counterparty are not numbered 1, 2, 3 … each naming the one before.
select 'message:' || numbered.id as subject
from (
    select
        message.id,
        message.sequence,
        message.previous,
        row_number() over person_order as expected,
        lag(message.key) over person_order as key_before
    from outbox_message as message
    window person_order as (
        partition by message.system, message.person_id, case when message.person_id is null then message.employer_id end
        order by message.id
    )
) as numbered
where numbered.sequence <> numbered.expected
    or numbered.previous is distinct from numbered.key_before
