-- Other employers of these people hear what now stands on record of their employees: one message an employer, which names
-- the first three. It does not say who asked for it: where else somebody is employed is nobody's business.
with
    employed as (
        select contract.employer_id, chosen.line_no, min(person.name) as name
        from change_now as chosen
        join persons_person as person on person.id = chosen.person_id
        join employment_contract as contract
            on contract.person_id = any (
                case when person.same_person is null then array[person.id] else shebao_records(person.same_person) end
            )
            and contract.employer_id <> %(employer)s
            and contract.ended_on is null
            and not contract.voided
        group by contract.employer_id, chosen.line_no
    ),
    people as (
        select employed.employer_id, array_agg(employed.name order by employed.line_no) as names
        from employed
        group by employed.employer_id
    ),
    changed as (
        select employed.employer_id, string_agg(distinct named.name, '、') as items
        from employed
        join person_changes_changeitem as item
            on item.declaration_id = %(declaration)s
            and item.line_no = employed.line_no
        join unnest(%(item_codes)s::varchar[], %(item_names)s::varchar[]) as named (code, name)
            on named.code = item.item
        group by employed.employer_id
    )
insert into notices_notice (employer_id, at, kind, params, severity, action_id)
select
    people.employer_id, %(now)s, 'change_of_your_people',
    jsonb_build_object(
        'names', concat(
            array_to_string(people.names[1:3], '、'),
            case when cardinality(people.names) > 3 then '等' || cardinality(people.names) || '人' end
        ),
        'items', changed.items
    ),
    %(others_severity)s, (select shebao_action())
from people
join changed on changed.employer_id = people.employer_id
order by people.employer_id
