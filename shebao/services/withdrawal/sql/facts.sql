-- What we know about the persons on the lines of one filing and their contracts with the employer that files.
-- Of several contracts: the one that has ended exactly as the line says, else the one that runs, else the last.
select
    line.line_no,
    contract.id,
    person.id,
    person.name,
    person.sex,
    person.birth_date,
    person.personal_identity,
    person.died_on,
    contract.starts_on,
    contract.ends_on,
    contract.insured_from,
    contract.ended_on,
    coalesce(contract.same, false),
    coalesce(ended_by.number, ''),
    coalesce(pending.number, '')
from withdrawal_withdrawalline as line
join persons_person as named
    on named.document_number = line.document_number
    and named.document_type = line.document_type
join persons_person as person
    on person.id = case
        when named.same_person is null then named.id
        else shebao_record_at(named.same_person, line.employer_id)
    end
left join lateral (
    select
        one.id,
        one.starts_on,
        one.ends_on,
        one.insured_from,
        one.ended_on,
        one.end_declaration_id,
        (
            (one.ended_on, one.end_reason, one.stop_reason) is not distinct from
            (line.ended_on, line.end_reason, line.stop_reason)
            and person.name = line.name
        ) as same
    from employment_contract as one
    where one.employer_id = line.employer_id
        and one.person_id = person.id
        and (not one.voided or one.ended_on is not null)
    order by same desc, one.ended_on is null desc, one.id desc
    limit 1
) as contract on true
left join declarations_declaration as ended_by
    on ended_by.id = contract.end_declaration_id
left join (
    -- the employer's filings that wait for an officer
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
