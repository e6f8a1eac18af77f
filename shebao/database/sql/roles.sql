-- The roles of the platform's processes. They may log in and own nothing. Passwords are the operator's to set.
-- Written so that several databases of one server can be migrated at the same moment.
do $$
declare
    role_name text;
begin
    perform pg_advisory_xact_lock(hashtext('shebao roles')); -- within one database; others are met with patience
    foreach role_name in array array[
        'shebao_portal', 'shebao_office', 'shebao_personal', 'shebao_gateway', 'shebao_engine'
    ] loop
        if not exists (select from pg_roles where rolname = role_name) then
            begin
                execute format(
                    'create role %I login nosuperuser nocreatedb nocreaterole noreplication nobypassrls', role_name
                );
            exception
                when duplicate_object or unique_violation then
                    null; -- made by somebody else meanwhile
                when insufficient_privilege then
                    raise exception 'role % is missing, and this user may not create roles', role_name
                        using errcode = '42501', hint = format('As an administrator: create role %I login', role_name);
            end;
        end if;
        -- The owner takes on a role for a request's time (SET ROLE) where all doors are one process.
        if not pg_has_role(current_user, role_name, 'member') then
            if current_setting('server_version_num')::integer >= 160000 then
                execute format('grant %I to current_user with inherit false, set true', role_name);
            else
                execute format('grant %I to current_user', role_name);
            end if;
        end if;
    end loop;
end $$;

-- The engine sees every row it has a right to: COPY, with which it takes in 100,000 lines, knows no row-level security.
do $$
begin
    if not (select rolbypassrls from pg_roles where rolname = 'shebao_engine') then
        alter role shebao_engine bypassrls;
    end if;
exception
    when insufficient_privilege then
        raise exception 'role shebao_engine lacks BYPASSRLS, and this user may not grant it'
            using errcode = '42501', hint = 'As an administrator: alter role shebao_engine bypassrls';
end $$;

-- Temporary tables are for staging what is imported; doors have no use for them.
do $$
begin
    if (select pg_has_role(current_user, datdba, 'usage') from pg_database where datname = current_database()) then
        if has_database_privilege('shebao_portal', current_database(), 'temporary') then
            execute format('revoke temporary on database %I from public', current_database());
        end if;
        if not has_database_privilege('shebao_engine', current_database(), 'temporary') then
            execute format('grant temporary on database %I to shebao_engine', current_database());
        end if;
        if has_schema_privilege('shebao_portal', 'public', 'create') then
            revoke create on schema public from public;
        end if;
    end if;
end $$;
