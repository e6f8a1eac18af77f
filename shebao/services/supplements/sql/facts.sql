-- What we know about the persons on the lines of one filing who have or had a contract here.
select
    line.line_no,
    person.id,
    person.name,
    person.household_registration,
    coalesce(pending.number, '')
from supplements_supplementline as line
join persons_person as named
    on named.document_number = line.document_number
    and named.document_type = line.document_type
join persons_person as person
    on person.id = case
        when named.same_person is null then named.id
        else shebao_record_at(named.same_person, line.employer_id)
    end
left join lateral (
    -- the employer's other filings of the same months that are about to take effect
    select min(declaration.number) as number
    from supplements_supplementline as other
    join declarations_declaration as declaration
        on declaration.id = other.declaration_id
    where other.person_id = person.id
        and other.employer_id = %(employer)s
        and other.declaration_id <> %(declaration)s
        and declaration.state in ('applying', 'in_review')
        and other.state in ('good', 'in_review')
        and other.first_month <= line.last_month
        and other.last_month >= line.first_month
) as pending on true
where line.declaration_id = %(declaration)s
    and line.document_number <> ''
    and exists (
        select
        from employment_contract as held
        where held.person_id = person.id
            and held.employer_id = %(employer)s
            and not held.voided
    )
