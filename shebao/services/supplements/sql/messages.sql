-- One message a person about the months that were paid for: to the medical authority, whose answer decides what they count
-- for there, and to the national pension system. `sequence` and `previous` continue the person's row of messages.
with
    paid as (
        select
            line.line_no,
            recipient.system,
            recipient.suffix,
            item.person_id,
            item.month,
            min(item.wage_fen) as wage_fen,
            min(item.payer_category) as payer_category,
            max(item.base) filter (where item.scheme = '110') as base,
            sum(item.employer_fen) filter (where item.scheme = '110') as employer_fen,
            sum(item.personal_fen) filter (where item.scheme = '110') as personal_fen
        from supplements_supplementline as line
        join supplements_supplementitem as item
            on item.declaration_id = line.declaration_id
            and item.line_no = line.line_no
            and item.state = 'effective'
        join (values ('medical', 'b001'), ('national_pension', 'b002')) as recipient (system, suffix)
            on (recipient.system = 'medical' and item.month = any (%(medical_months)s::integer[]))
            or (
                recipient.system = 'national_pension'
                and item.month = any (%(months)s::integer[])
                and item.scheme = '110'
            )
        where line.declaration_id = %(declaration)s
            and line.state = 'effective'
        group by line.line_no, recipient.system, recipient.suffix, item.person_id, item.month
    ),
    told as (
        select
            paid.line_no, paid.system, paid.suffix, paid.person_id, min(paid.month) as month,
            (array_agg(paid.wage_fen order by paid.month))[1] as wage_fen,
            jsonb_agg(
                case paid.system
                    when 'medical' then jsonb_build_object('month', paid.month, 'wage_fen', paid.wage_fen)
                    else jsonb_build_object(
                        'month', paid.month, 'wage_fen', paid.wage_fen, 'base', paid.base,
                        'employer_fen', paid.employer_fen, 'personal_fen', paid.personal_fen
                    )
                end order by paid.month
            ) as months
        from paid
        group by paid.line_no, paid.system, paid.suffix, paid.person_id
    )
insert into outbox_message (
    key, system, kind, person_id, sequence, previous, employer_id, declaration_id, line_no, payload,
    state, attempts, last_error, failure_kind, answer_code, answer_text, chased, action_id
)
select
    -- Made of what the message is about: unique, the same whenever it is made, and in ascending order for the index.
    (lpad(to_hex(%(bill)s::bigint), 16, '0') || lpad(to_hex(told.line_no), 12, '0') || told.suffix)::uuid,
    told.system, 'supplemented', told.person_id,
    coalesce(before.sequence, 0) + row_number() over of_person,
    coalesce(
        lag((lpad(to_hex(%(bill)s::bigint), 16, '0') || lpad(to_hex(told.line_no), 12, '0') || told.suffix)::uuid)
            over of_person,
        before.key
    ),
    %(employer)s, %(declaration)s, told.line_no,
    jsonb_build_object(
        'filing', %(number)s::text || '-' || told.line_no,
        'name', person.name,
        'document_type', person.document_type,
        'document_number', person.document_number,
        'employer_code', %(credit_code)s::text,
        'wage_fen', told.wage_fen,
        'reason', null,
        'month', told.month,
        'months', told.months
    )
    || case told.system
        when 'medical' then jsonb_build_object(
            'sex', person.sex,
            'birth', person.birth_date,
            'nationality', person.nationality,
            'household', nullif(person.household_registration, ''),
            'employer_name', %(employer_name)s::text,
            'district', %(district)s::text,
            'schemes', '["310", "510"]'::jsonb
        )
        else jsonb_build_object(
            'social_security_number', person.social_security_number,
            'scheme', '110',
            'region', '110000'
        )
    end,
    'waiting', 0, '', '', '', '', 0, (select shebao_action())
from told
join persons_person as person
    on person.id = told.person_id
left join lateral (
    select earlier.key, earlier.sequence
    from outbox_message as earlier
    where earlier.system = told.system
        and earlier.person_id = told.person_id
    order by earlier.id desc
    limit 1
) as before on true
window of_person as (partition by told.system, told.person_id order by told.line_no)
order by told.system, told.line_no
