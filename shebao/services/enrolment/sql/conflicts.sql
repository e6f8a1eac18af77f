-- Looked at again under the lock: what happened to these persons, and to the employer, since the check.
with
    conflict as (
        select
            chosen.line_no,
            case
                when not %(employer_open)s then 'employer_closed'
                when chosen.person_id is null then 'person_number_taken'
                when least(person.died_on, life.died_on) is not null then 'deceased'
                when least(person.retired_on, life.retired_on) <= %(today)s then 'draws_pension'
                when person.name <> line.name then 'name_differs_from_record'
                when running.id is not null or chosen.place > 1 then 'under_contract_now'
                when covered.elsewhere then 'insured_elsewhere_now'
                when covered.here then 'insured_here_now'
            end as code
        from (
            -- two numbers of one filing may have been linked since
            select one.*, row_number() over (partition by one.person_id order by one.line_no) as place
            from enrol_now as one
        ) as chosen
        join enrolment_enrolmentline as line
            on line.declaration_id = %(declaration)s
            and line.line_no = chosen.line_no
        left join persons_person as person
            on person.id = chosen.person_id
        left join lateral (
            -- what is known under another record of the same person
            select min(record.died_on) as died_on, min(record.retired_on) as retired_on
            from persons_person as record
            where record.same_person = person.same_person
        ) as life on true
        left join employment_contract as running
            on running.person_id = case
                when person.same_person is null then person.id
                else shebao_record_at(person.same_person, line.employer_id)
            end
            and running.employer_id = line.employer_id
            and running.ended_on is null
            and not running.voided
        left join lateral (
            -- schemes of one first digit exclude each other, as the constraint coverage_once says
            select
                bool_or(coverage.employer_id <> line.employer_id) as elsewhere,
                bool_or(coverage.employer_id = line.employer_id) as here
            from employment_coverage as coverage
            where coverage.person_id = any (
                    case when person.same_person is null then array[person.id] else shebao_records(person.same_person) end
                )
                and (coverage.scheme <> '410' or coverage.employer_id = line.employer_id)
                and ',' || line.schemes like '%%,' || left(coverage.scheme, 1) || '%%'
                and not coverage.voided
                and (coverage.to_month is null or coverage.to_month >= line.insured_from)
        ) as covered on true
    ),
    withdrawn as (
        delete from enrol_now as chosen
        using conflict
        where conflict.line_no = chosen.line_no
            and conflict.code is not null
    ),
    failed as (
        update enrolment_enrolmentline as line
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
        when 'name_differs_from_record' then 'name'
        else 'document_number'
    end,
    '{}'::jsonb
from conflict
where conflict.code is not null
