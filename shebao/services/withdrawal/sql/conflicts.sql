-- Looked at again under the lock: what happened to these persons and contracts since the check.
with
    conflict as (
        select
            chosen.line_no,
            case
                when contract.ended_on is not null or contract.voided then 'ended_now'
                when person.name is distinct from chosen.name then 'name_differs_from_record'
            end as code
        from end_now as chosen
        left join employment_contract as contract
            on contract.id = chosen.contract_id
        left join persons_person as person
            on person.id = chosen.person_id
            and person.id = contract.person_id
    ),
    withdrawn as (
        delete from end_now as chosen
        using conflict
        where conflict.line_no = chosen.line_no
            and conflict.code is not null
    ),
    failed as (
        update withdrawal_withdrawalline as line
        set state = 'failed'
        from conflict
        where line.declaration_id = %(declaration)s
            and line.line_no = conflict.line_no
            and conflict.code is not null
    )
insert into declarations_finding (declaration_id, line_no, code, severity, field, params)
select
    %(declaration)s, conflict.line_no, conflict.code, 'hard',
    case conflict.code
        when 'name_differs_from_record' then 'name'
        else 'document_number'
    end,
    '{}'::jsonb
from conflict
where conflict.code is not null
