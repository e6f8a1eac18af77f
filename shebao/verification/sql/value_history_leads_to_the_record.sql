-- I11: a person's value is not what its last change made it, or a change did not begin where the one before it ended.
select 'value_change:' || ordered.id as subject
from (
    select
        change.id,
        change.person_id,
        change.field,
        change.new_value,
        change.old_value,
        lag(change.new_value) over in_order as before,
        lead(change.id) over in_order as later
    from persons_valuechange as change
    window in_order as (
        partition by change.person_id, change.field
        order by change.id
    )
) as ordered
left join persons_person as person
    on person.id = ordered.person_id
where ordered.before <> ordered.old_value
    or person.id is null
    or (
        ordered.later is null
        and ordered.field <> 'payer_category'
        and coalesce(to_jsonb(person) ->> ordered.field, '') <> ordered.new_value
    )
