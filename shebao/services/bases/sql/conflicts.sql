-- Looked at again under the lock: what happened to these contracts and wages, and to the employer, since the check.
with
    conflict as (
        select
            chosen.line_no,
            case
                when not %(employer_open)s then 'employer_closed'
                when contract.voided or contract.ended_on < %(first_day)s then 'not_under_contract_now'
                when wage.id is distinct from chosen.replaces then 'wage_changed_now'
            end as code
        from bases_now as chosen
        join employment_contract as contract
            on contract.id = chosen.contract_id
        left join contributions_wage as wage
            on wage.employer_id = %(employer)s
            and wage.contract_id = chosen.contract_id
            and not wage.voided
            and wage.from_month <= chosen.from_month
            and coalesce(wage.to_month, 999999) >= chosen.from_month
    ),
    withdrawn as (
        delete from bases_now as chosen
        using conflict
        where conflict.line_no = chosen.line_no
            and conflict.code is not null
    ),
    failed as (
        update bases_wageline as line
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
        when 'employer_closed' then ''
        when 'wage_changed_now' then 'wage'
        else 'document_number'
    end,
    '{}'::jsonb
from conflict
where conflict.code is not null
