-- The records of one human being, where officers found several to be one (docs/decisions/0022); `kept` is same_person.
create or replace function shebao_records(kept bigint) returns bigint[]
language sql stable
set search_path = public, pg_temp as $$
    select array_agg(person.id order by person.id) from persons_person as person where person.same_person = kept
$$;

-- The kept record of the human being who has a number under one of several records; nothing for everybody else. A door
-- that may see one of the records finds it by the number of another, which it may not see.
create or replace function shebao_linked_as(wanted text) returns bigint
language sql stable security definer
set search_path = public, pg_temp as $$
    select person.same_person
    from persons_person as person
    where person.document_number = wanted
        and person.same_person is not null
    limit 1
$$;
