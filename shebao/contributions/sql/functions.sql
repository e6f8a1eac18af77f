-- The partition of a month, made when its first entry comes. The engine owns no table, so this runs as the owner.
-- Nobody is given a right on a partition: what is allowed is allowed on the whole table, with its triggers and rules.
create or replace function shebao_open_month(month_wanted integer) returns void
language plpgsql security definer
set search_path = public, pg_temp as $$
declare
    partition_name text := 'contributions_charge_' || month_wanted;
begin
    if month_wanted not between 190001 and 219912 or month_wanted % 100 not between 1 and 12 then
        raise exception 'no such month: %', month_wanted using errcode = 'SB003';
    end if;
    if to_regclass(partition_name) is not null then
        return;
    end if;
    perform pg_advisory_xact_lock(hashtext('shebao open month'), month_wanted);
    -- Asked of the catalogue: the name may be remembered as unknown from before the lock.
    if exists (select from pg_class where relname = partition_name and relispartition) then
        return;
    end if;
    -- Made apart and then attached: `partition of` would keep every reader of all months out until the commit.
    execute format('create table %I (like contributions_charge including defaults including comments)', partition_name);
    perform shebao_index_month(month_wanted);
    execute format(
        'alter table contributions_charge attach partition %I for values in (%s)', partition_name, month_wanted
    );
end
$$;

-- One entry once. By employer first, as entries come in and are asked for: neighbours stand on the same page.
create or replace function shebao_index_month(month_wanted integer) returns void
language plpgsql security definer
set search_path = public, pg_temp
set maintenance_work_mem = '512MB' as $$
declare
    partition_name text := 'contributions_charge_' || month_wanted;
begin
    execute format(
        'create unique index if not exists %I on %I (employer_id, person_id, scheme collate "C", entry)',
        partition_name || '_once', partition_name
    );
end
$$;

-- Before a whole city's entries come in: the index is made faster at the end, from all rows, than row by row.
-- Until then the notice that each employer has once a month, and its lock, keep entries from being made twice.
create or replace function shebao_unindex_month(month_wanted integer) returns void
language plpgsql security definer
set search_path = public, pg_temp
set lock_timeout = '2s' as $$
begin
    execute format('drop index if exists %I', 'contributions_charge_' || month_wanted || '_once');
end
$$;

-- Nothing is taken back twice, and no more than was entered: what stands of somebody in a month is never below zero.
-- Asked for entries with a minus only, at the end of their statement.
create or replace function shebao_refuse_below_zero() returns trigger
language plpgsql security definer
set search_path = public, pg_temp as $$
begin
    if exists (
        select
        from contributions_charge as charge
        where charge.month = new.month
            and charge.employer_id = new.employer_id
            and charge.person_id = new.person_id
            and charge.scheme = new.scheme
        having sum(charge.employer_fen) < 0
            or sum(charge.personal_fen) < 0
    ) then
        raise exception 'entries of person % in scheme % and month % come to less than nothing',
            new.person_id, new.scheme, new.month
            using errcode = 'SB004';
    end if;
    return null;
end
$$;

create or replace trigger charge_not_below_zero
after insert on contributions_charge
for each row
when (new.employer_fen < 0 or new.personal_fen < 0)
execute function shebao_refuse_below_zero();

revoke all on function shebao_open_month(integer), shebao_index_month(integer), shebao_unindex_month(integer),
    shebao_refuse_below_zero()
from public;
do $$
begin
    if exists (select from pg_roles where rolname = 'shebao_engine') then
        grant execute on function
            shebao_open_month(integer), shebao_index_month(integer), shebao_unindex_month(integer)
        to shebao_engine;
        -- Entries name their notice, so its key is drawn before it is written.
        grant usage on sequence contributions_notice_id_seq to shebao_engine;
    end if;
end
$$;
