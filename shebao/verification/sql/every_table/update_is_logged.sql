-- I12: a row that is not as its last logged change left it: changed, or removed, behind the trail's back.
select distinct '{table}:' || logged.row_id as subject
from (
    select distinct on (change.row_id, entry.key)
        change.row_id, entry.key, entry.value
    from audit_change as change
    cross join lateral jsonb_each(change.after) as entry
    where change.table_name = '{table}'
        and change.operation = 'update'
    order by change.row_id, entry.key, change.id desc
) as logged
left join {table} as present
    on present.id = logged.row_id
cross join lateral (select to_jsonb(present) as content) as row_now
where present.id is null
    or (
        row_now.content ? logged.key
        and logged.value is distinct from case
            when logged.key = any (%(hidden)s::text[]) then shebao_digest(row_now.content -> logged.key)
            else row_now.content -> logged.key
        end
    )
