-- I8: a contract of which the medical authority, or, with pension coverage, the national system was not told.
select 'contract:' || contract.id || ' ' || recipient.system as subject
from employment_contract as contract
join declarations_declaration as declaration
    on declaration.id = contract.declaration_id
    and declaration.service in ('enrolment', 'registration')
cross join (values ('medical'), ('national_pension')) as recipient (system)
where not exists (
        select
        from outbox_message as message
        where message.declaration_id = contract.declaration_id
            and message.line_no = contract.line_no
            and message.person_id = contract.person_id
            and message.system = recipient.system
    )
    and (
        recipient.system = 'medical'
        or exists (
            select
            from employment_coverage as coverage
            where coverage.contract_id = contract.id
                and coverage.scheme = '110'
        )
    )
