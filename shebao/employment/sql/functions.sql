-- Of several records of one human being the one under which an employer has its contract, the running or last one; without
-- a contract the kept record. Callers ask only about people with several records.
create or replace function shebao_record_at(kept bigint, employer bigint) returns bigint
language sql stable
set search_path = public, pg_temp as $$
    select coalesce(
        (
            select contract.person_id
            from employment_contract as contract
            where contract.employer_id = employer
                and contract.person_id = any (shebao_records(kept))
                and not contract.voided
            order by contract.ended_on is null desc, contract.id desc
            limit 1
        ),
        kept
    )
$$;
