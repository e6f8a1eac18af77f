-- One message a person to each authority that has to hear of the change, in this transaction. `sequence` and `previous`
-- continue the person's row of messages; the lock on the person keeps them gapless.
insert into outbox_message (
    key, system, kind, person_id, sequence, previous, employer_id, declaration_id, line_no, payload,
    state, attempts, last_error, failure_kind, answer_code, answer_text, chased, action_id
)
select
    (
        lpad(to_hex(%(declaration)s::bigint), 16, '0') || lpad(to_hex(told.line_no), 12, '0') || told.suffix
    )::uuid,
    told.system, 'person_changed', told.person_id, coalesce(before.sequence, 0) + 1, before.key,
    %(employer)s, %(declaration)s, told.line_no,
    jsonb_build_object(
        'filing', %(number)s::text || '-' || told.line_no,
        'employer_code', %(credit_code)s::text,
        'month', %(month)s,
        'name', person.name,
        'document_type', person.document_type,
        'document_number', person.document_number,
        'social_security_number', person.social_security_number,
        'sex', person.sex,
        'birth', person.birth_date,
        'nationality', person.nationality,
        'household', nullif(person.household_registration, ''),
        'changed', told.changed
    ),
    'waiting', 0, '', '', '', '', 0, (select shebao_action())
from (
    select
        chosen.line_no,
        chosen.person_id,
        recipient.system,
        recipient.suffix,
        jsonb_agg(
            jsonb_build_object('item', item.item, 'before', item.old_value, 'after', item.new_value) order by item.item
        ) as changed
    from change_now as chosen
    join person_changes_changeitem as item
        on item.declaration_id = %(declaration)s
        and item.line_no = chosen.line_no
    join unnest(%(told_items)s::varchar[], %(told_systems)s::varchar[]) as recipient_of (item, system)
        on recipient_of.item = item.item
    join (values ('medical', '9001'), ('national_pension', '9002')) as recipient (system, suffix)
        on recipient.system = recipient_of.system
    group by chosen.line_no, chosen.person_id, recipient.system, recipient.suffix
) as told
join persons_person as person on person.id = told.person_id
left join lateral (
    select earlier.key, earlier.sequence
    from outbox_message as earlier
    where earlier.system = told.system
        and earlier.person_id = told.person_id
    order by earlier.id desc
    limit 1
) as before on true
order by told.system, told.line_no
