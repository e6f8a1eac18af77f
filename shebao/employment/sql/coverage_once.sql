-- No two spells of one person in one kind of scheme share a month (110 and 120 are both pension: the first digit).
-- Work injury (410) is exempt: several employers are lawful there (人社部令第13号 art. 9).
--
-- A unique index keeps two running spells apart. A trigger at the end of each statement keeps every other overlap
-- away; it locks the persons first, in the order of their ids, so that of two transactions the second sees what
-- the first has written. An exclusion constraint says the same, but took seven times as long (docs/decisions/0006).
create unique index coverage_running_once
    on employment_coverage (person_id, (left(scheme, 1)))
    where to_month is null and scheme <> '410' and not voided;

create function shebao_coverage_once() returns trigger
language plpgsql security definer
set search_path = public, pg_temp
-- Few persons among many: look each up by index, however large the statement.
set enable_hashjoin = off
set enable_mergejoin = off
as $$
declare
    overlapping bigint;
begin
    perform
    from persons_person as person
    where person.id in (
        select written.person_id
        from new_rows as written
        where written.scheme <> '410' and not written.voided
    )
    order by person.id
    for update;

    select written.person_id
    into overlapping
    from new_rows as written
    join employment_coverage as other
        on other.person_id = written.person_id
        and left(other.scheme, 1) = left(written.scheme, 1)
        and other.id <> written.id
    where written.scheme <> '410'
        and not written.voided
        and not other.voided
        and other.from_month <= coalesce(written.to_month, 999999)
        and written.from_month <= coalesce(other.to_month, 999999)
    limit 1;
    if found then
        raise exception 'coverage of person % overlaps', overlapping
            using errcode = 'exclusion_violation', constraint = 'coverage_once';
    end if;
    return null;
end
$$;

create trigger coverage_once_insert
    after insert on employment_coverage
    referencing new table as new_rows
    for each statement execute function shebao_coverage_once();

create trigger coverage_once_update
    after update on employment_coverage
    referencing new table as new_rows
    for each statement execute function shebao_coverage_once();
