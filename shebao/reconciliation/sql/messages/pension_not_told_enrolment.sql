-- Somebody was enrolled by a filing, and the national pension system was not told.
-- Cause: the message was lost; `verify` calls it broken too (contract_is_passed_on).
-- Closes: ask_pension
select 'contract:' || contract.id as subject, contract.insured_from as month, contract.employer_id, null::bigint as fen
from employment_contract as contract
join declarations_declaration as declaration
    on declaration.id = contract.declaration_id
    and declaration.service in ('enrolment', 'registration')
where not exists (
        select
        from outbox_message as message
        where message.declaration_id = contract.declaration_id
            and message.line_no = contract.line_no
            and message.person_id = contract.person_id
            and message.system = 'national_pension'
    )
    and exists (
        select
        from employment_coverage as coverage
        where coverage.employer_id = contract.employer_id
            and coverage.contract_id = contract.id
            and coverage.scheme = '110'
    )
