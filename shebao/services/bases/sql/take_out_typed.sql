-- Contracts whose wage was cleared.
delete from bases_typedwage as typed
where typed.declaration_id = %(declaration)s
    and typed.employer_id = %(employer)s
    and typed.contract_id = any (%(contracts)s::bigint[])
