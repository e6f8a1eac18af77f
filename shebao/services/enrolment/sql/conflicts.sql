-- Looked at again under the lock: what another filing did to these persons since the check.
with
    conflict as (
        select
            chosen.line_no,
            case
                when chosen.person_id is null then 'person_number_taken'
                when running.id is not null then 'under_contract_now'
                else 'insured_elsewhere_now'
            end as code,
            coalesce(elsewhere.schemes, '') as schemes
        from enrol_now as chosen
        join enrolment_enrolmentline as line
            on line.declaration_id = %(declaration)s
            and line.line_no = chosen.line_no
        left join employment_contract as running
            on running.person_id = chosen.person_id
            and running.employer_id = line.employer_id
            and running.ended_on is null
            and not running.voided
        left join lateral (
            select string_agg(distinct coverage.scheme, ',') as schemes
            from employment_coverage as coverage
            where coverage.person_id = chosen.person_id
                and coverage.scheme in ('110', '120', '210')
                and coverage.scheme = any (string_to_array(line.schemes, ','))
                and not coverage.voided
                and (coverage.to_month is null or coverage.to_month >= line.insured_from)
        ) as elsewhere on true
        where chosen.person_id is null
            or running.id is not null
            or elsewhere.schemes is not null
    ),
    withdrawn as (
        delete from enrol_now as chosen
        using conflict
        where conflict.line_no = chosen.line_no
    ),
    failed as (
        update enrolment_enrolmentline as line
        set state = 'failed'
        from conflict
        where line.declaration_id = %(declaration)s
            and line.line_no = conflict.line_no
    )
insert into declarations_finding (declaration_id, line_no, code, severity, field, params)
select
    %(declaration)s, conflict.line_no, conflict.code, 'hard', 'document_number',
    jsonb_build_object('schemes', conflict.schemes)
from conflict
