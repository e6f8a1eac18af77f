-- One message a person to the medical authority and one to the national pension system, in this transaction.
-- The month is the first that is no longer insured: the one after the last, or the first where enrolment was a mistake.
-- `sequence` and `previous` continue the person's row of messages; the lock on the person keeps them gapless.
insert into outbox_message (
    key, system, kind, person_id, sequence, previous, employer_id, declaration_id, line_no, payload,
    state, attempts, last_error, failure_kind, answer_code, answer_text, chased, action_id
)
select
    -- Made of what the message is about: unique, the same whenever it is made, and in ascending order for the index.
    (
        lpad(to_hex(%(declaration)s::bigint), 16, '0') || lpad(to_hex(chosen.line_no), 12, '0') || recipient.suffix
    )::uuid,
    recipient.system, 'withdrawn', chosen.person_id,
    coalesce(before.sequence, 0) + 1, before.key,
    %(employer)s, %(declaration)s, chosen.line_no,
    case recipient.system
        when 'medical' then jsonb_build_object(
            'filing', %(number)s::text || '-' || chosen.line_no,
            'name', person.name,
            'document_type', person.document_type,
            'document_number', person.document_number,
            'employer_code', %(credit_code)s::text,
            'wage_fen', null,
            'reason', chosen.stop_reason,
            'month', months.uninsured,
            'sex', person.sex,
            'birth', person.birth_date,
            'nationality', person.nationality,
            'household', nullif(person.household_registration, ''),
            'employer_name', %(employer_name)s::text,
            'district', %(district)s::text,
            'schemes', '["310", "510"]'::jsonb
        )
        else jsonb_build_object(
            'filing', %(number)s::text || '-' || chosen.line_no,
            'name', person.name,
            'document_type', person.document_type,
            'document_number', person.document_number,
            'employer_code', %(credit_code)s::text,
            'wage_fen', null,
            'reason', chosen.stop_reason,
            'month', months.uninsured,
            'social_security_number', person.social_security_number,
            'scheme', '110',
            'region', '110000'
        )
    end,
    'waiting', 0, '', '', '', '', 0, (select shebao_action())
from end_now as chosen
join persons_person as person
    on person.id = chosen.person_id
join employment_contract as contract
    on contract.id = chosen.contract_id
cross join lateral (
    select
        case
            when chosen.void then contract.insured_from
            when chosen.last_month %% 100 = 12 then chosen.last_month + 89
            else chosen.last_month + 1
        end as uninsured
) as months
cross join (values ('medical', 'd001'), ('national_pension', 'd002')) as recipient (system, suffix)
left join lateral (
    select earlier.key, earlier.sequence
    from outbox_message as earlier
    where earlier.system = recipient.system
        and earlier.person_id = chosen.person_id
    order by earlier.id desc
    limit 1
) as before on true
where recipient.system = 'medical'
    or exists (
        select
        from employment_coverage as coverage
        where coverage.employer_id = %(employer)s
            and coverage.contract_id = chosen.contract_id
            and coverage.scheme = '110'
    )
order by recipient.system, chosen.line_no
