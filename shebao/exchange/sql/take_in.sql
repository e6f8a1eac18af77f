-- What answers say of the messages they reply to. An answer to a message that is not marked as sent yet waits.
-- The first answer counts; a second of the same content is repeated, another one late. Answers to what we never sent,
-- or about another person or employer than the message, are unknown. Everything but the first leaves an alarm.
with looked_at as materialized (
    select feedback.id, feedback.system, feedback.in_reply_to, feedback.body
    from outbox_feedback as feedback
    where feedback.applied_at is null
        and feedback.in_reply_to is not null
        and feedback.id > %(after)s
    order by feedback.id
    limit %(size)s
    for update skip locked
),
arrived as materialized (
    select
        looked_at.id,
        looked_at.body ->> 'outcome' as outcome,
        coalesce(looked_at.body ->> 'reason_code', '') as reason_code,
        coalesce(looked_at.body ->> 'reason_text', '') as reason_text,
        looked_at.body ->> 'at' as answered_at,
        coalesce(looked_at.body ->> 'person_key', looked_at.body ->> 'employer_key')
            = coalesce('P' || message.person_id, 'E' || message.employer_id) as fits,
        message.id as message_id,
        message.system,
        message.state,
        message.declaration_id
    from looked_at
    join outbox_message as message
        on message.key = looked_at.in_reply_to
        and message.system = looked_at.system
    where message.state <> 'waiting'
    for update of message skip locked
),
judged as (
    select
        arrived.*,
        case
            when not arrived.fits then 'unknown'
            when arrived.state = 'done' then case arrived.outcome when 'success' then 'repeated' else 'late' end
            when arrived.state = 'failed' then case arrived.outcome when 'failure' then 'repeated' else 'late' end
            when row_number() over same_message = 1 then 'applied'
            when arrived.outcome = first_value(arrived.outcome) over same_message then 'repeated'
            else 'late'
        end as effect
    from arrived
    window same_message as (
        partition by arrived.message_id, arrived.fits
        order by arrived.answered_at, arrived.id
    )
    union all
    select
        looked_at.id, looked_at.body ->> 'outcome', '', '', '', false, null, looked_at.system, null, null, 'unknown'
    from looked_at
    where not exists (
        select
        from outbox_message as message
        where message.key = looked_at.in_reply_to
            and message.system = looked_at.system
    )
),
answered as (
    update outbox_message as message
    set
        state = case judged.outcome when 'success' then 'done' else 'failed' end,
        answered_at = %(now)s,
        answer_code = judged.reason_code,
        answer_text = judged.reason_text,
        last_error = '',
        failure_kind = ''
    from judged
    where judged.effect = 'applied'
        and message.id = judged.message_id
),
noted as (
    update outbox_feedback as feedback
    set
        applied_at = %(now)s,
        effect = judged.effect
    from judged
    where feedback.id = judged.id
),
alarmed as (
    insert into audit_action (
        actor_kind, actor_name, door, verb, subject, details, refused, request_id
    )
    select
        'counterparty', judged.system, 'worker', 'take_in_feedback', 'feedback:' || judged.id,
        jsonb_build_object('message', judged.message_id, 'outcome', judged.outcome),
        case
            when judged.message_id is null then 'unknown_message'
            when judged.effect = 'unknown' then 'other_person'
            when judged.effect = 'late' then 'contradicts'
            else 'repeated'
        end,
        ''
    from judged
    where judged.effect <> 'applied'
)
select judged.effect, judged.outcome, judged.declaration_id, count(*), max(looked_at.id)
from looked_at
left join judged on judged.id = looked_at.id
group by judged.effect, judged.outcome, judged.declaration_id
