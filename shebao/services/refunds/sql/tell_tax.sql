-- What was given back of an employer's contributions, by month and scheme, one message to tax; names nobody.
insert into outbox_message (
    key, system, kind, sequence, previous, employer_id, declaration_id, line_no, payload,
    state, attempts, last_error, failure_kind, answer_code, answer_text, chased, action_id
)
select
    (lpad(to_hex(%(declaration)s::bigint), 16, '0') || lpad(to_hex(%(line)s), 12, '0') || 'f003')::uuid,
    'tax', 'refunded', coalesce(before.sequence, 0) + 1, before.key, %(employer)s, %(declaration)s, %(line)s,
    jsonb_build_object(
        'notice', %(number)s::text,
        'employer_code', employer.credit_code,
        'month', given_back.month,
        'amount_fen', given_back.amount_fen,
        'lines', given_back.lines
    ),
    'waiting', 0, '', '', '', '', 0, (select shebao_action())
from employers_employer as employer
join lateral (
    select
        min(item.month) as month,
        sum(item.employer_fen + item.personal_fen) as amount_fen,
        jsonb_agg(
            jsonb_build_object(
                'month', item.month,
                'scheme', item.scheme,
                'employer_fen', item.employer_fen,
                'personal_fen', item.personal_fen
            ) order by item.month, item.scheme
        ) as lines
    from refunds_refunditem as item
    where item.declaration_id = %(declaration)s
        and item.line_no = %(line)s
        and item.code = ''
) as given_back on given_back.month is not null
left join lateral (
    select earlier.key, earlier.sequence
    from outbox_message as earlier
    where earlier.person_id is null
        and earlier.employer_id = %(employer)s
        and earlier.system = 'tax'
    order by earlier.id desc
    limit 1
) as before on true
where employer.id = %(employer)s
