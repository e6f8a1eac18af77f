-- One message a person to the medical authority: for which months contributions were paid afterwards.
insert into outbox_message (
    key, system, kind, person_id, sequence, previous, employer_id, declaration_id, line_no, payload,
    state, attempts, last_error, failure_kind, answer_code, answer_text, chased, action_id
)
select
    -- Made of what the message is about: unique, and the same whenever it is made.
    (lpad(to_hex(%(bill)s::bigint), 16, '0') || lpad(to_hex(chosen.person_id), 12, '0') || 'c006')::uuid,
    'medical', 'paid_later', chosen.person_id,
    coalesce(before.sequence, 0) + 1, before.key,
    %(employer)s, %(declaration)s, 0,
    jsonb_build_object(
        'filing', %(filing)s::text,
        'cause', %(cause)s::text,
        'month', chosen.first_month,
        'months', chosen.months,
        'name', person.name,
        'document_type', person.document_type,
        'document_number', person.document_number,
        'sex', person.sex,
        'birth', person.birth_date,
        'nationality', person.nationality,
        'household', nullif(person.household_registration, ''),
        'employer_code', employer.credit_code,
        'employer_name', employer.name,
        'district', employer.district,
        'schemes', '["310", "510"]'::jsonb
    ),
    'waiting', 0, '', '', '', '', 0, (select shebao_action())
from paid_for_now as chosen
join persons_person as person on person.id = chosen.person_id
join employers_employer as employer on employer.id = %(employer)s
left join lateral (
    select earlier.key, earlier.sequence
    from outbox_message as earlier
    where earlier.system = 'medical'
        and earlier.person_id = chosen.person_id
    order by earlier.id desc
    limit 1
) as before on true
order by chosen.person_id
