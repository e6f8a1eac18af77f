-- Looked at again under the lock: what happened to these persons, contracts and wages, and to the employer, since the
-- check. A line of which one month can no longer be made up fails as a whole: nobody confirmed the rest of it.
with
    available as materialized (
        {availability}
    ),
    conflict as (
        select distinct on (candidate.line_no)
            candidate.line_no,
            case
                when not %(employer_open)s then 'employer_closed'
                when available.code <> '' then available.code
                else 'wage_of_month_changed'
            end as code,
            available.detail,
            candidate.month,
            candidate.scheme
        from supplement_candidate as candidate
        join available
            on available.line_no = candidate.line_no
            and available.month = candidate.month
            and available.scheme = candidate.scheme
        where not %(employer_open)s
            or available.code <> ''
            or available.contract_id <> candidate.checked_contract
            or available.fixed_wage_fen is distinct from candidate.checked_wage_fen
        order by candidate.line_no, candidate.month, candidate.scheme
    ),
    withdrawn as (
        delete from supplement_now as chosen
        using conflict
        where conflict.line_no = chosen.line_no
    ),
    failed as (
        update supplements_supplementline as line
        set state = 'failed'
        from conflict
        where line.declaration_id = %(declaration)s
            and line.line_no = conflict.line_no
    )
insert into declarations_finding (declaration_id, line_no, code, severity, field, params)
select
    %(declaration)s, conflict.line_no,
    case when conflict.code in ('employer_closed', 'wage_of_month_changed') then conflict.code else 'changed_now' end,
    'hard',
    case conflict.code when 'employer_closed' then '' when 'wage_of_month_changed' then 'wage' else 'first_month' end,
    jsonb_build_object(
        'reason', conflict.code, 'detail', conflict.detail, 'month', conflict.month::text, 'scheme', conflict.scheme
    )
from conflict
