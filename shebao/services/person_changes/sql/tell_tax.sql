-- Tax is told of an employer's people as it is of everything else, by messages about the employer, one a line; the lock on
-- the employer keeps their row gapless.
insert into outbox_message (
    key, system, kind, sequence, previous, employer_id, declaration_id, line_no, payload,
    state, attempts, last_error, failure_kind, answer_code, answer_text, chased, action_id
)
select
    told.key, 'tax', 'person_changed',
    coalesce(before.sequence, 0) + told.place,
    coalesce(lag(told.key) over (order by told.line_no), before.key),
    %(employer)s, %(declaration)s, told.line_no,
    jsonb_build_object(
        'notice', %(number)s::text || '-' || told.line_no,
        'employer_code', %(credit_code)s::text,
        'month', %(month)s,
        'name', person.name,
        'document_type', person.document_type,
        'document_number', person.document_number,
        'changed', told.changed
    ),
    'waiting', 0, '', '', '', '', 0, (select shebao_action())
from (
    select
        chosen.line_no,
        chosen.person_id,
        row_number() over (order by chosen.line_no) as place,
        (lpad(to_hex(%(declaration)s::bigint), 16, '0') || lpad(to_hex(chosen.line_no), 12, '0') || '9003')::uuid as key,
        jsonb_agg(
            jsonb_build_object('item', item.item, 'before', item.old_value, 'after', item.new_value) order by item.item
        ) as changed
    from change_now as chosen
    join person_changes_changeitem as item
        on item.declaration_id = %(declaration)s
        and item.line_no = chosen.line_no
    join unnest(%(told_items)s::varchar[], %(told_systems)s::varchar[]) as recipient_of (item, system)
        on recipient_of.item = item.item
        and recipient_of.system = 'tax'
    group by chosen.line_no, chosen.person_id
) as told
join persons_person as person on person.id = told.person_id
left join lateral (
    select earlier.key, earlier.sequence
    from outbox_message as earlier
    where earlier.person_id is null
        and earlier.employer_id = %(employer)s
        and earlier.system = 'tax'
    order by earlier.id desc
    limit 1
) as before on true
order by told.line_no
