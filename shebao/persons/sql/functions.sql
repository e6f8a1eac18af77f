-- The records of one human being, where officers found several to be one (docs/decisions/0022); `kept` is same_person.
create or replace function shebao_records(kept bigint) returns bigint[]
language sql stable
set search_path = public, pg_temp as $$
    select array_agg(person.id order by person.id) from persons_person as person where person.same_person = kept
$$;
