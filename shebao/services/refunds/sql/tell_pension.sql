-- Which pension months of a person were given back, one message to the national pension system; none without such months.
insert into outbox_message (
    key, system, kind, person_id, sequence, previous, employer_id, declaration_id, line_no, payload,
    state, attempts, last_error, failure_kind, answer_code, answer_text, chased, action_id
)
select
    (lpad(to_hex(%(declaration)s::bigint), 16, '0') || lpad(to_hex(line.line_no), 12, '0') || 'f002')::uuid,
    'national_pension', 'refunded', line.person_id, coalesce(before.sequence, 0) + 1, before.key,
    line.employer_id, %(declaration)s, line.line_no,
    jsonb_build_object(
        'filing', %(number)s::text || '-' || line.line_no,
        'name', person.name,
        'document_type', person.document_type,
        'document_number', person.document_number,
        'social_security_number', person.social_security_number,
        'employer_code', employer.credit_code,
        'region', '110000',
        'reason', line.reason,
        'month', given_back.month,
        'months', given_back.months
    ),
    'waiting', 0, '', '', '', '', 0, (select shebao_action())
from refunds_refundline as line
join persons_person as person on person.id = line.person_id
join employers_employer as employer on employer.id = line.employer_id
join lateral (
    select
        min(item.month) as month,
        jsonb_agg(
            jsonb_build_object(
                'month', item.month,
                'scheme', item.scheme,
                'employer_fen', item.employer_fen,
                'personal_fen', item.personal_fen
            ) order by item.month, item.scheme
        ) as months
    from refunds_refunditem as item
    where item.declaration_id = %(declaration)s
        and item.line_no = line.line_no
        and item.code = ''
        and item.scheme in ('110', '120')
) as given_back on given_back.month is not null
left join lateral (
    select earlier.key, earlier.sequence
    from outbox_message as earlier
    where earlier.system = 'national_pension'
        and earlier.person_id = line.person_id
    order by earlier.id desc
    limit 1
) as before on true
where line.declaration_id = %(declaration)s
    and line.line_no = %(line)s
