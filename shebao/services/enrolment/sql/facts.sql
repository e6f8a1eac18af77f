-- What we know about the persons on the lines of one filing. Only lines about which anything is known come back.
select
    line.line_no,
    person.id,
    coalesce(person.name, ''),
    least(person.died_on, life.died_on),
    least(person.retired_on, life.retired_on),
    contract.starts_on,
    coalesce(
        (
            contract.contract_kind, contract.term_kind, contract.signing, contract.starts_on, contract.ends_on,
            coalesce(contract.probation_months, 0), contract.employment_form, contract.occupation,
            contract.using_employer, contract.wage, contract.enrolment_reason, contract.medical_category,
            contract.insured_from
        ) is not distinct from (
            line.contract_kind, line.term_kind, line.signing, line.starts_on, line.ends_on,
            coalesce(line.probation_months, 0), line.employment_form, line.occupation,
            line.using_employer, line.wage, line.enrolment_reason, line.medical_category,
            line.insured_from
        )
        and covered.here = line.schemes
        and person.name = line.name,
        false
    ),
    coalesce(filed.number, ''),
    coalesce(covered.elsewhere, ''),
    covered.here_until,
    coalesce(pending.number, '')
from enrolment_enrolmentline as line
left join persons_person as named
    on named.document_number = line.document_number
    and named.document_type = line.document_type
left join persons_person as person
    on person.id = coalesce(named.same_person, named.id)
left join lateral (
    -- what is known under another record of the same person
    select min(record.died_on) as died_on, min(record.retired_on) as retired_on
    from persons_person as record
    where record.same_person = person.same_person
) as life on true
left join employment_contract as contract
    on contract.person_id = case
        when person.same_person is null then person.id
        else shebao_record_at(person.same_person, line.employer_id)
    end
    and contract.employer_id = line.employer_id
    and contract.ended_on is null
    and not contract.voided
left join declarations_declaration as filed
    on filed.id = contract.declaration_id
left join lateral (
    select
        string_agg(distinct coverage.scheme, ',') filter (
            where coverage.employer_id <> line.employer_id
                and coverage.scheme <> '410'
        ) as elsewhere,
        string_agg(coverage.scheme, ',' order by coverage.scheme) filter (
            where coverage.contract_id = contract.id
        ) as here,
        max(coverage.to_month) filter (
            where coverage.employer_id = line.employer_id
                and coverage.contract_id is distinct from contract.id
        ) as here_until
    from employment_coverage as coverage
    where coverage.person_id = any (
            case when person.same_person is null then array[person.id] else shebao_records(person.same_person) end
        )
        and not coverage.voided
        and (coverage.to_month is null or coverage.to_month >= line.insured_from)
) as covered on true
left join (
    -- the employer's other filings that wait for an officer
    select other.document_number, other.document_type, min(declaration.number) as number
    from review_case as waiting
    join enrolment_enrolmentline as other
        on other.declaration_id = waiting.declaration_id
        and other.line_no = waiting.line_no
    join declarations_declaration as declaration
        on declaration.id = waiting.declaration_id
    where waiting.employer_id = %(employer)s
        and waiting.state <> 'closed'
        and waiting.declaration_id <> %(declaration)s
    group by other.document_number, other.document_type
) as pending
    on pending.document_number = line.document_number
    and pending.document_type = line.document_type
where line.declaration_id = %(declaration)s
    and line.document_number <> ''
    and (person.id is not null or pending.number is not null)
