-- One message a person to the medical authority and one to the national pension system, in this transaction.
-- `sequence` and `previous` continue the person's row of messages; the lock on the person keeps them gapless.
insert into outbox_message (
    key, system, kind, person_id, sequence, previous, employer_id, declaration_id, line_no, payload,
    state, attempts, last_error, failure_kind, answer_code, answer_text, chased, action_id
)
select
    -- Made of what the message is about: unique, the same whenever it is made, and in ascending order for the index.
    (
        lpad(to_hex(line.declaration_id), 16, '0') || lpad(to_hex(line.line_no), 12, '0') || recipient.suffix
    )::uuid,
    recipient.system, 'enrolled', chosen.person_id,
    coalesce(before.sequence, 0) + 1, before.key,
    line.employer_id, line.declaration_id, line.line_no,
    -- One object a recipient, not a common part joined with a special one: joining costs as much as building.
    case recipient.system
        when 'medical' then jsonb_build_object(
            'filing', %(number)s::text || '-' || line.line_no,
            'name', line.name,
            'document_type', line.document_type,
            'document_number', line.document_number,
            'employer_code', %(credit_code)s::text,
            'wage_fen', (line.wage * 100)::bigint,
            'reason', nullif(line.enrolment_reason, ''),
            'month', line.insured_from,
            'sex', line.sex,
            'birth', line.birth_date,
            'nationality', line.nationality,
            'household', nullif(line.household_registration, ''),
            'employer_name', %(employer_name)s::text,
            'district', %(district)s::text,
            'schemes', '["310", "510"]'::jsonb
        )
        else jsonb_build_object(
            'filing', %(number)s::text || '-' || line.line_no,
            'name', line.name,
            'document_type', line.document_type,
            'document_number', line.document_number,
            'employer_code', %(credit_code)s::text,
            'wage_fen', (line.wage * 100)::bigint,
            'reason', nullif(line.enrolment_reason, ''),
            'month', line.insured_from,
            'social_security_number', line.social_security_number,
            'scheme', '110',
            'region', '110000'
        )
    end,
    'waiting', 0, '', '', '', '', 0, (select shebao_action())
from enrol_now as chosen
join enrolment_enrolmentline as line
    on line.declaration_id = %(declaration)s
    and line.line_no = chosen.line_no
cross join (values ('medical', 'e001'), ('national_pension', 'e002')) as recipient (system, suffix)
left join lateral (
    select earlier.key, earlier.sequence
    from outbox_message as earlier
    where chosen.known_before
        and earlier.system = recipient.system
        and earlier.person_id = chosen.person_id
    order by earlier.id desc
    limit 1
) as before on true
where recipient.system = 'medical'
    or '110' = any (string_to_array(line.schemes, ','))
order by recipient.system, line.line_no
