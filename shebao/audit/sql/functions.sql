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

-- The same for the triggers, once a statement: the action must really have been recorded.
create or replace function shebao_recorded_action() returns bigint
language plpgsql stable security definer
set search_path = public, pg_temp as $$
declare
    current bigint := shebao_action();
begin
    if not exists (select from audit_action where id = current) then
        raise exception 'written under action %, which is not recorded', current using errcode = 'SB001';
    end if;
    return current;
end
$$;

-- What the trail keeps of a value it must not repeat: enough to tell two values apart, and to prove one.
create or replace function shebao_digest(value jsonb) returns jsonb
language sql immutable parallel safe as $$
    select case
        when value is null or value = 'null' then 'null'::jsonb
        else jsonb_build_object('sha256', encode(sha256(convert_to(value::text, 'UTF8')), 'hex'))
    end
$$;

-- After an insert: one row for the statement. The new rows themselves carry the action.
create or replace function shebao_log_insert() returns trigger
language plpgsql security definer
set search_path = public, pg_temp as $$
begin
    insert into audit_change (action_id, table_name, operation, row_count)
    select shebao_recorded_action(), tg_table_name, 'insert', count(*)
    from new_rows
    having count(*) > 0;
    return null;
end
$$;

-- What the trail notes of one column of `was` or `now` in an update, as an SQL expression: null where it is the same.
create or replace function shebao_noted(side text, column_name text, is_hidden boolean) returns text
language sql immutable as $$
    select format(
        'case when was.%1$I is distinct from now.%1$I then %2$L || ' || case
            when is_hidden then 'shebao_digest(to_jsonb(%3$I.%1$I))::text end'
            else 'coalesce(to_jsonb(%3$I.%1$I)::text, ''null'') end'
        end,
        column_name, to_json(column_name)::text || ':', side
    )
$$;

-- The columns of a row that an update has changed, as they were and as they are; null when there is none.
create or replace function shebao_difference(
    was jsonb, now jsonb, hidden text[], unlogged text[], out before jsonb, out after jsonb
)
language sql immutable as $$
    select
        jsonb_object_agg(name, case when name = any (hidden) then shebao_digest(was -> name) else was -> name end),
        jsonb_object_agg(name, case when name = any (hidden) then shebao_digest(now -> name) else now -> name end)
    from jsonb_object_keys(was) as name
    where was -> name <> now -> name
        and name <> all (unlogged)
$$;

-- After an update of a table tracked by row: the columns that changed, before and after, one row per changed row.
-- Arguments: columns of which only a digest is kept; columns whose change alone is not worth an entry.
-- A few rows are compared as JSON, by a plan made once. For many rows that costs too much: there a statement is put
-- together from the columns the table has now, which turns a column into JSON only where it has changed.
create or replace function shebao_log_update() returns trigger
language plpgsql security definer
set search_path = public, pg_temp
set timezone = 'UTC' as $$
declare
    few constant integer := 20;
    hidden text[] := string_to_array(tg_argv[0], ',');
    unlogged text[] := string_to_array(tg_argv[1], ',');
    changed integer := (select count(*) from (select from old_rows limit few + 1) as counted);
    current bigint;
begin
    if changed = 0 then
        return null;
    end if;
    current := shebao_recorded_action();
    if changed > few then
        execute shebao_bulk_log(tg_relid, hidden, unlogged) using current, tg_table_name;
        return null;
    end if;
    insert into audit_change (action_id, table_name, operation, row_count, row_id, before, after)
    select current, tg_table_name, 'update', 1, shebao_same_key(was.id, now.id), difference.before, difference.after
    from old_rows as was
    left join new_rows as now on now.id = was.id
    cross join lateral shebao_difference(to_jsonb(was), to_jsonb(now), hidden, unlogged) as difference
    where now.id is null
        or difference.before is not null;
    return null;
end
$$;

-- The statement that logs an update of many rows; $1 is the action, $2 the table's name.
create or replace function shebao_bulk_log(table_id oid, hidden text[], unlogged text[]) returns text
language sql stable as $$
    select format(
        $statement$
            insert into audit_change (action_id, table_name, operation, row_count, row_id, before, after)
            select
                $1, $2, 'update', 1, shebao_same_key(noted.was_id, noted.id),
                ('{' || noted.before || '}')::jsonb, ('{' || noted.after || '}')::jsonb
            from (
                select
                    was.id as was_id, now.id,
                    concat_ws(',', %s) as before,
                    concat_ws(',', %s) as after
                from old_rows as was
                left join new_rows as now on now.id = was.id
                offset 0 -- once a row
            ) as noted
            where noted.before <> ''
        $statement$,
        string_agg(shebao_noted('was', attname, attname = any (hidden)), ', ' order by attnum),
        string_agg(shebao_noted('now', attname, attname = any (hidden)), ', ' order by attnum)
    )
    from pg_attribute
    where attrelid = table_id
        and attnum > 0
        and not attisdropped
        and attname <> all (unlogged)
$$;

-- The key of a changed row; raises when an update has changed the key itself, which would hide the row's history.
create or replace function shebao_same_key(was bigint, now bigint) returns bigint
language plpgsql immutable as $$
begin
    if was is distinct from now then
        raise exception 'the key of a row is never changed' using errcode = 'SB002';
    end if;
    return was;
end
$$;

-- After an update of a table whose rows are work in progress: one row for the statement.
create or replace function shebao_log_update_count() returns trigger
language plpgsql security definer
set search_path = public, pg_temp as $$
begin
    insert into audit_change (action_id, table_name, operation, row_count)
    select shebao_recorded_action(), tg_table_name, 'update', count(*)
    from new_rows
    having count(*) > 0;
    return null;
end
$$;

-- After a delete: every deleted row as it was. Argument: columns of which only a digest is kept.
create or replace function shebao_log_delete() returns trigger
language plpgsql security definer
set search_path = public, pg_temp
set timezone = 'UTC' as $$
declare
    hidden text[] := string_to_array(tg_argv[0], ',');
    current bigint;
begin
    if not exists (select from old_rows) then
        return null;
    end if;
    current := shebao_recorded_action();
    insert into audit_change (action_id, table_name, operation, row_count, row_id, before)
    select current, tg_table_name, 'delete', 1, old_row.id, kept.before
    from old_rows as old_row
    cross join lateral (
        select
            jsonb_object_agg(
                value.key, case when value.key = any (hidden) then shebao_digest(value.value) else value.value end
            ) as before
        from jsonb_each(to_jsonb(old_row)) as value
    ) as kept;
    return null;
end
$$;

-- After a delete of work in progress that is made anew (lines and findings of a draft): one row for the statement.
create or replace function shebao_log_delete_count() returns trigger
language plpgsql security definer
set search_path = public, pg_temp as $$
begin
    insert into audit_change (action_id, table_name, operation, row_count)
    select shebao_recorded_action(), tg_table_name, 'delete', count(*)
    from old_rows
    having count(*) > 0;
    return null;
end
$$;

-- Rows that are never changed or removed, whoever asks.
create or replace function shebao_refuse() returns trigger
language plpgsql as $$
begin
    raise exception '% of % is not allowed: its rows are final', tg_op, tg_table_name using errcode = 'SB002';
end
$$;

-- Emptying a table leaves no trail, so it is refused; `flush` says so where a whole test database is emptied.
create or replace function shebao_refuse_truncate() returns trigger
language plpgsql as $$
begin
    if coalesce(current_setting('shebao.flush', true), '') <> 'on' then
        raise exception 'TRUNCATE of % is not allowed: it leaves no trail', tg_table_name using errcode = 'SB002';
    end if;
    return null;
end
$$;
