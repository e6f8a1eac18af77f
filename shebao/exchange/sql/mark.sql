-- What became of each message of a call, all in one statement.
update outbox_message as message
set
    state = verdict.state,
    attempts = message.attempts + 1,
    next_attempt_at = verdict.next_attempt_at,
    sent_at = case
        when verdict.state = 'sent' and message.state = 'waiting' then %(now)s
        else message.sent_at
    end,
    chased = message.chased + case when verdict.state = 'sent' and message.state = 'sent' then 1 else 0 end,
    last_error = verdict.error,
    failure_kind = verdict.failure_kind,
    answer_code = case when verdict.failure_kind = 'refused' then verdict.answer_code else '' end,
    answer_text = case when verdict.failure_kind = 'refused' then verdict.answer_text else '' end
from jsonb_to_recordset(%(verdicts)s::jsonb) as verdict (
    id bigint, state text, next_attempt_at timestamptz, failure_kind text, error text, answer_code text, answer_text text
)
where message.id = verdict.id
