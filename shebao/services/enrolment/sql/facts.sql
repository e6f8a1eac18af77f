-- What we know about the persons on the lines of one filing. Only lines about which anything is known come back.
select
    line.line_no,
    person.id,
    coalesce(person.name, ''),
    person.died_on,
    person.retired_on,
    contract.starts_on,
    contract.insured_from,
    contract.wage,
    coalesce(filed.number, ''),
    coalesce(elsewhere.schemes, ''),
    coalesce(pending.number, '')
from enrolment_enrolmentline as line
left join persons_person as person
    on person.document_number = line.document_number
    and person.document_type = line.document_type
left join employment_contract as contract
    on contract.person_id = person.id
    and contract.employer_id = line.employer_id
    and contract.ended_on is null
    and not contract.voided
left join declarations_declaration as filed
    on filed.id = contract.declaration_id
left join lateral (
    select string_agg(coverage.scheme, ',') as schemes
    from employment_coverage as coverage
    where coverage.person_id = person.id
        and coverage.scheme in ('110', '120', '210')
        and coverage.employer_id <> line.employer_id
        and not coverage.voided
        and (coverage.to_month is null or coverage.to_month >= line.insured_from)
) as elsewhere on true
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
