-- The action a statement runs under; raises when there is none: what cannot be audited cannot be written.
create or replace function shebao_action() returns bigint
language plpgsql stable as $$
declare
    current text := nullif(current_setting('shebao.action', true), '');
begin
    if current is null then
        raise exception 'written outside of an audited action' using errcode = 'SB001';
    end if;
    return current::bigint;
end
$$;

-- After an insert: one row for the statement. The new rows themselves carry the action.
create or replace function shebao_log_insert() returns trigger
language plpgsql security definer set search_path = public as $$
begin
    insert into audit_change (action_id, table_name, operation, row_count)
    select shebao_action(), tg_table_name, 'insert', count(*)
    from new_rows
    having count(*) > 0;
    return null;
end
$$;

-- After an update of a table tracked by row: the columns that changed, before and after, one row per changed row.
create or replace function shebao_log_update() returns trigger
language plpgsql security definer set search_path = public as $$
begin
    insert into audit_change (action_id, table_name, operation, row_count, row_id, before, after)
    select
        shebao_action(), tg_table_name, 'update', 1, new_row.id, difference.before, difference.after
    from old_rows as old_row
    join new_rows as new_row on new_row.id = old_row.id
    cross join lateral (
        select
            jsonb_object_agg(old_value.key, old_value.value) as before,
            jsonb_object_agg(new_value.key, new_value.value) as after
        from jsonb_each(to_jsonb(old_row)) as old_value
        join jsonb_each(to_jsonb(new_row)) as new_value on new_value.key = old_value.key
        where new_value.value is distinct from old_value.value
    ) as difference
    where difference.before is not null;
    return null;
end
$$;

-- After an update of a table whose rows are work in progress: one row for the statement.
create or replace function shebao_log_update_count() returns trigger
language plpgsql security definer set search_path = public as $$
begin
    insert into audit_change (action_id, table_name, operation, row_count)
    select shebao_action(), tg_table_name, 'update', count(*)
    from new_rows
    having count(*) > 0;
    return null;
end
$$;

-- After a delete: every deleted row as it was.
create or replace function shebao_log_delete() returns trigger
language plpgsql security definer set search_path = public as $$
begin
    insert into audit_change (action_id, table_name, operation, row_count, row_id, before)
    select shebao_action(), tg_table_name, 'delete', 1, old_row.id, to_jsonb(old_row)
    from old_rows as old_row;
    return null;
end
$$;

-- After a delete of work in progress that is made anew (lines and findings of a draft): one row for the statement.
create or replace function shebao_log_delete_count() returns trigger
language plpgsql security definer set search_path = public as $$
begin
    insert into audit_change (action_id, table_name, operation, row_count)
    select shebao_action(), tg_table_name, 'delete', count(*)
    from old_rows
    having count(*) > 0;
    return null;
end
$$;

-- Entries of the trail are never changed or removed.
create or replace function shebao_refuse() returns trigger
language plpgsql as $$
begin
    raise exception '% of % is not allowed: its rows are final', tg_op, tg_table_name using errcode = 'SB002';
end
$$;
