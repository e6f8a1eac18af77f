-- I12: an action under which other numbers of rows were written than the trail says.
select '{table} action:' || coalesce(written.action_id, logged.action_id) as subject
from (
    select action_id, count(*) as rows
    from {table}
    group by action_id
) as written
full join (
    select action_id, sum(row_count) as rows
    from audit_change
    where table_name = '{table}'
        and operation = 'insert'
    group by action_id
) as logged
    on logged.action_id = written.action_id
where written.rows is distinct from logged.rows
