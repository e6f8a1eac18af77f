-- What tax refused to take or answered with failure goes on the list, once a message.
insert into collection_mismatch (
    kind, receipt, notice_number, employer_code, notice_id, employer_id, month, due_fen, detail, digest,
    message_id, found_at, closed_by_name, closing, action_id
)
select
    'refused', '', message.payload ->> 'notice', message.payload ->> 'employer_code',
    message.notice_id, message.employer_id, (message.payload ->> 'month')::integer,
    (message.payload ->> 'due_fen')::bigint,
    left(
        message.kind || ': ' || concat_ws(' ', nullif(message.answer_code, ''), nullif(message.answer_text, '')), 300
    ),
    '', message.id, %(now)s, '', '', (select shebao_action())
from outbox_message as message
where message.system = 'tax'
    and (message.state = 'failed' or (message.state = 'stuck' and message.failure_kind in ('refused', 'permanent')))
    and not exists (
        select
        from collection_mismatch as mismatch
        where mismatch.message_id = message.id
    )
order by message.id
limit 5000
on conflict do nothing
