-- As in coverage_once.sql, and for work injury (410) too where both spells are at one employer: several employers are
-- lawful there, being insured twice by one is not, and would be charged twice.
create or replace function shebao_coverage_once() returns trigger
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
        where not written.voided
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
        and (written.scheme <> '410' or other.employer_id = written.employer_id)
    where not written.voided
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
