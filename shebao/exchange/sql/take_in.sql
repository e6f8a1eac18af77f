-- What answers say of the messages they reply to. An answer to a message that is not marked as sent yet waits.
-- The first answer counts; a second of the same content is repeated, another one late. Answers about another person
-- than the message count as unknown. Everything but the first leaves an alarm.
with arrived as materialized (
    select
        feedback.id,
        feedback.body ->> 'outcome' as outcome,
        coalesce(feedback.body ->> 'reason_code', '') as reason_code,
        coalesce(feedback.body ->> 'reason_text', '') as reason_text,
        feedback.body ->> 'at' as answered_at,
        feedback.body ->> 'person_key' = 'P' || message.person_id as fits,
        message.id as message_id,
        message.system,
        message.state,
        message.declaration_id
    from outbox_feedback as feedback
    join outbox_message as message
        on message.key = feedback.in_reply_to
        and message.system = feedback.system
    where feedback.applied_at is null
        and message.state <> 'waiting'
    order by feedback.id
    limit %(size)s
    for update of feedback, message skip locked
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
        case judged.effect
            when 'unknown' then 'other_person'
            when 'late' then 'contradicts'
            else 'repeated'
        end,
        ''
    from judged
    where judged.effect <> 'applied'
)
select judged.system, judged.effect, judged.outcome, judged.declaration_id, count(*)
from judged
group by judged.system, judged.effect, judged.outcome, judged.declaration_id
