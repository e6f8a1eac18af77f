-- Who asks, and what row-level security lets them see. Each is called as `(select …)`, so once a query, not once a row.
-- They read the access tables with their owner's eyes; see the owner's policy in policies.py.

-- The user on whose behalf the transaction runs; null before a login and for processes that serve no user.
create or replace function shebao_user() returns bigint
language sql stable parallel safe as $$
    select nullif(current_setting('shebao.user', true), '')::bigint
$$;

-- The day in Beijing.
create or replace function shebao_today() returns date
language sql stable parallel safe as $$
    select (now() at time zone 'Asia/Shanghai')::date
$$;

-- Employers for which the user holds a mandate today.
create or replace function shebao_my_employers() returns bigint[]
language sql stable parallel safe security definer
set search_path = public, pg_temp as $$
    select coalesce(array_agg(mandate.employer_id), '{}')
    from access_mandate as mandate
    join access_user as clerk on clerk.id = mandate.user_id and clerk.is_active and clerk.kind = 'clerk'
    where mandate.user_id = shebao_user()
        and mandate.valid_from <= shebao_today()
        and (mandate.valid_until is null or mandate.valid_until >= shebao_today())
$$;

-- Districts where the user holds a post of any kind today.
create or replace function shebao_my_districts() returns text[]
language sql stable parallel safe security definer
set search_path = public, pg_temp as $$
    select coalesce(array_agg(distinct post.district::text), '{}')
    from access_post as post
    join access_user as officer on officer.id = post.user_id and officer.is_active and officer.kind = 'officer'
    where post.user_id = shebao_user()
        and post.valid_from <= shebao_today()
        and (post.valid_until is null or post.valid_until >= shebao_today())
$$;

-- The insured person whom the user is: the one whose social-security number (社会保障号码, of citizens the identity
-- number) is the account's. The only place where accounts and persons meet. Where officers found several records to be
-- hers (docs/decisions/0022), it is the kept one; the number of another lets nobody in, for it was a mistake.
create or replace function shebao_myself() returns bigint
language sql stable parallel safe security definer
set search_path = public, pg_temp as $$
    select person.id
    from access_user as account
    join persons_person as person on person.social_security_number = upper(account.identity_number)
    where account.id = shebao_user()
        and account.is_active
        and account.kind = 'person'
        and account.identity_number <> ''
        and (person.same_person is null or person.same_person = person.id)
$$;

-- All records of the insured person whom the user is; of nearly everybody that is one. None for anybody else.
create or replace function shebao_my_records() returns bigint[]
language sql stable parallel safe security definer
set search_path = public, pg_temp as $$
    select case
        when person.same_person is null then array[person.id]
        else (
            select array_agg(record.id order by record.id)
            from persons_person as record
            where record.same_person = person.same_person
        )
    end
    from persons_person as person
    where person.id = shebao_myself()
$$;

-- Whether the user is an operator of the platform.
create or replace function shebao_is_operator() returns boolean
language sql stable parallel safe security definer
set search_path = public, pg_temp as $$
    select exists (select from access_user where id = shebao_user() and is_active and kind = 'operator')
$$;

-- Whether the user holds a post as auditor (稽核) today: auditors read the trail.
create or replace function shebao_is_auditor() returns boolean
language sql stable parallel safe security definer
set search_path = public, pg_temp as $$
    select exists (
        select
        from access_post as post
        join access_user as officer on officer.id = post.user_id and officer.is_active and officer.kind = 'officer'
        where post.user_id = shebao_user()
            and post.kind = 'auditor'
            and post.valid_from <= shebao_today()
            and (post.valid_until is null or post.valid_until >= shebao_today())
    )
$$;

-- Before an update of a row by a role that may change some columns only. Argument: those columns.
create or replace function shebao_refuse_columns() returns trigger
language plpgsql as $$
declare
    open_columns text[] := string_to_array(tg_argv[0], ',');
begin
    if to_jsonb(old) - open_columns <> to_jsonb(new) - open_columns then
        raise exception 'role % may not change these columns of %', current_user, tg_table_name using errcode = '42501';
    end if;
    return new;
end
$$;

-- Before an update of a row by a role that may change it in some states only. Arguments: column, values it must have.
create or replace function shebao_refuse_state() returns trigger
language plpgsql as $$
begin
    if to_jsonb(old) ->> tg_argv[0] <> all (string_to_array(tg_argv[1], ',')) then
        raise exception 'role % may not change this row of % any more', current_user, tg_table_name
            using errcode = '42501';
    end if;
    return new;
end
$$;

-- Before an update of a row: the action that inserted it stays the one that inserted it.
create or replace function shebao_keep_action() returns trigger
language plpgsql as $$
begin
    new.action_id := old.action_id;
    return new;
end
$$;
