-- I8: an ending of which the medical authority, or, after pension coverage, the national system was not told.
select 'contract:' || contract.id || ' ' || recipient.system as subject
from employment_contract as contract
cross join (values ('medical'), ('national_pension')) as recipient (system)
where contract.end_declaration_id is not null
    and not exists (
        select
        from outbox_message as message
        where message.declaration_id = contract.end_declaration_id
            and message.line_no = contract.end_line_no
            and message.person_id = contract.person_id
            and message.system = recipient.system
            and message.kind = 'withdrawn'
    )
    and (
        recipient.system = 'medical'
        or exists (
            select
            from employment_coverage as coverage
            where coverage.contract_id = contract.id
                and coverage.employer_id = contract.employer_id
                and coverage.scheme = '110'
        )
    )
