-- One message to tax about a bill. The employer is locked, so its messages are numbered without gaps.
insert into outbox_message (
    key, system, kind, sequence, previous, employer_id, declaration_id, line_no, payload,
    state, attempts, last_error, failure_kind, answer_code, answer_text, chased, action_id
)
select
    (
        lpad(to_hex(%(bill)s::bigint), 16, '0') || '000000000000'
        || case %(kind)s when 'bill_void' then 'c005' else 'c004' end
    )::uuid,
    'tax', %(kind)s,
    coalesce(before.sequence, 0) + 1, before.key,
    employer.id, %(declaration)s, 0,
    %(payload)s::jsonb || case %(kind)s
        when 'bill_void' then jsonb_build_object('employer_code', employer.credit_code)
        else jsonb_build_object(
            'employer_code', employer.credit_code,
            'employer_name', employer.name,
            'district', employer.district
        )
    end,
    'waiting', 0, '', '', '', '', 0, (select shebao_action())
from employers_employer as employer
left join lateral (
    select earlier.key, earlier.sequence
    from outbox_message as earlier
    where earlier.person_id is null
        and earlier.employer_id = employer.id
        and earlier.system = 'tax'
    order by earlier.id desc
    limit 1
) as before on true
where employer.id = %(employer)s
