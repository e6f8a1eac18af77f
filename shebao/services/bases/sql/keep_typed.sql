-- Wages typed for contracts of this employer, in place of what was typed before.
insert into bases_typedwage (declaration_id, employer_id, contract_id, typed)
select
    %(declaration)s, contract.employer_id, contract.id, given.typed
from unnest(%(contracts)s::bigint[], %(typed)s::text[]) as given (contract_id, typed)
join employment_contract as contract
    on contract.id = given.contract_id
    and contract.employer_id = %(employer)s
on conflict (declaration_id, contract_id) do update set typed = excluded.typed
