-- What tax refused to take or answered with failure goes on the list, once a message. A message that is listed is marked,
-- so that nobody looks at it again.
with
    refused as materialized (
        select
            message.id, message.payload, message.notice_id, message.employer_id, message.kind, message.answer_code,
            message.answer_text
        from outbox_message as message
        where message.system = 'tax'
            and message.listed_at is null
            and message.state in ('failed', 'stuck')
            and (message.state = 'failed' or message.failure_kind in ('refused', 'permanent'))
        order by message.id
        limit 5000
        for update skip locked
    ),
    listed as (
        insert into collection_mismatch (
            kind, receipt, notice_number, employer_code, notice_id, bill_id, employer_id, month, due_fen, detail, digest,
            message_id, found_at, closed_by_name, closing, action_id
        )
        select
            'refused', '', coalesce(refused.payload ->> 'notice', refused.payload ->> 'bill'), refused.payload ->> 'employer_code',
            refused.notice_id,
            (select bill.id from collection_bill as bill where bill.number = refused.payload ->> 'bill'),
            refused.employer_id, (refused.payload ->> 'month')::integer,
            (refused.payload ->> 'due_fen')::bigint,
            left(
                refused.kind || ': '
                || concat_ws(' ', nullif(refused.answer_code, ''), nullif(refused.answer_text, '')),
                300
            ),
            '', refused.id, %(now)s, '', '', (select shebao_action())
        from refused
        order by refused.id
        on conflict do nothing
    )
update outbox_message as message
set listed_at = %(now)s
from refused
where message.id = refused.id
