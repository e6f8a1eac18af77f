-- As in coverage_once_here.sql, and over all records of one human being (docs/decisions/0022): what a contract covers
-- first must not overlap with what another record of the person has. What overlapped when the records were linked stays,
-- and may be split and shortened until it no longer does.
create or replace function shebao_coverage_once() returns trigger
language plpgsql security definer
set search_path = public, pg_temp
-- Few persons among many: look each up by index, however large the statement.
set enable_hashjoin = off
set enable_mergejoin = off
as $$
declare
    overlapping bigint;
    several boolean;
begin
    select bool_or(locked.same_person is not null)
    into several
    from (
        select person.same_person
        from persons_person as person
        where person.id in (
            select written.person_id
            from new_rows as written
            where not written.voided
        )
        order by person.id
        for update
    ) as locked;

    select written.person_id
    into overlapping
    from new_rows as written
    join employment_coverage as other
        on other.person_id = written.person_id
        and left(other.scheme, 1) = left(written.scheme, 1)
        and other.id <> written.id
        and (written.scheme <> '410' or other.employer_id = written.employer_id)
    where not written.voided
        and not other.voided
        and other.from_month <= coalesce(written.to_month, 999999)
        and written.from_month <= coalesce(other.to_month, 999999)
    limit 1;
    if not found and several and tg_op = 'INSERT' then
        perform
        from persons_person as person
        where person.same_person in (
            select named.same_person
            from new_rows as written
            join persons_person as named on named.id = written.person_id
            where not written.voided
        )
        order by person.id
        for update;

        select written.person_id
        into overlapping
        from new_rows as written
        join persons_person as named on named.id = written.person_id
        join persons_person as record
            on record.same_person = named.same_person
            and record.id <> named.id
        join employment_coverage as other
            on other.person_id = record.id
            and left(other.scheme, 1) = left(written.scheme, 1)
            and (written.scheme <> '410' or other.employer_id = written.employer_id)
        where not written.voided
            and not other.voided
            and other.from_month <= coalesce(written.to_month, 999999)
            and written.from_month <= coalesce(other.to_month, 999999)
            and not exists (
                select
                from employment_coverage as before
                where before.contract_id = written.contract_id
                    and before.employer_id = written.employer_id
                    and before.scheme = written.scheme
                    and before.id < written.id
            )
        limit 1;
    end if;
    if found then
        raise exception 'coverage of person % overlaps', overlapping
            using errcode = 'exclusion_violation', constraint = 'coverage_once';
    end if;
    return null;
end
$$;
