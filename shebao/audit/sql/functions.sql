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
set search_path = public, pg_temp
set shebao.maintenance = 'on' as $$
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
        when value = 'null' then value
        else jsonb_build_object('sha256', encode(sha256(convert_to(value::text, 'UTF8')), 'hex'))
    end
$$;

-- After an insert: one row for the statement. The new rows themselves carry the action.
create or replace function shebao_log_insert() returns trigger
language plpgsql security definer
set search_path = public, pg_temp
set shebao.maintenance = 'on' as $$
begin
    insert into audit_change (action_id, table_name, operation, row_count)
    select shebao_recorded_action(), tg_table_name, 'insert', count(*)
    from new_rows
    having count(*) > 0;
    return null;
end
$$;

-- After an update of a table tracked by row: the columns that changed, before and after, one row per changed row.
-- Arguments: columns of which only a digest is kept; columns whose change alone is not worth an entry.
-- Planned anew each time: a plan made for one row would join 100,000 with 100,000 row by row.
create or replace function shebao_log_update() returns trigger
language plpgsql security definer
set search_path = public, pg_temp
set timezone = 'UTC'
set plan_cache_mode = force_custom_plan
set shebao.maintenance = 'on' as $$
declare
    hidden text[] := string_to_array(tg_argv[0], ',');
    unlogged text[] := string_to_array(tg_argv[1], ',');
    current bigint;
begin
    if not exists (select from old_rows) then
        return null;
    end if;
    current := shebao_recorded_action();
    if exists (select from old_rows where cardinality(hidden) >= 0 and id not in (select id from new_rows)) then
        raise exception 'the key of a row in % is never changed', tg_table_name using errcode = 'SB002';
    end if;
    insert into audit_change (action_id, table_name, operation, row_count, row_id, before, after)
    select
        current, tg_table_name, 'update', 1, new_row.id, difference.before, difference.after
    from old_rows as old_row
    join new_rows as new_row on new_row.id = old_row.id
    cross join lateral (
        select
            jsonb_object_agg(
                old_value.key,
                case when old_value.key = any (hidden) then shebao_digest(old_value.value) else old_value.value end
            ) as before,
            jsonb_object_agg(
                new_value.key,
                case when new_value.key = any (hidden) then shebao_digest(new_value.value) else new_value.value end
            ) as after
        from jsonb_each(to_jsonb(old_row)) as old_value
        join jsonb_each(to_jsonb(new_row)) as new_value on new_value.key = old_value.key
        where new_value.value is distinct from old_value.value
            and old_value.key <> all (unlogged)
    ) as difference
    where difference.before is not null;
    return null;
end
$$;

-- After an update of a table whose rows are work in progress: one row for the statement.
create or replace function shebao_log_update_count() returns trigger
language plpgsql security definer
set search_path = public, pg_temp
set shebao.maintenance = 'on' as $$
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
set timezone = 'UTC'
set shebao.maintenance = 'on' as $$
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
set search_path = public, pg_temp
set shebao.maintenance = 'on' as $$
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
