-- I11: a line of a change took effect, and its values are not in the history as they were shown; or a history came without.
select 'change_item:' || item.id as subject
from person_changes_changeitem as item
join person_changes_changeline as line
    on line.declaration_id = item.declaration_id
    and line.line_no = item.line_no
left join persons_valuechange as change
    on change.declaration_id = item.declaration_id
    and change.line_no = item.line_no
    and change.field = item.item
    and change.person_id = item.person_id
    and change.old_value = item.old_value
    and change.new_value = item.new_value
where (line.state = 'effective' and line.other_id is null) <> (change.id is not null)
