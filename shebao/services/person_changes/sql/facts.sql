-- What we know about the persons on the lines of one filing who are employed here.
select
    line.line_no,
    person.id,
    to_jsonb(person)::text,
    coalesce(wage.payer_category, ''),
    coalesce(pending.number, '')
from person_changes_changeline as line
join persons_person as named
    on named.document_number = line.document_number
    and named.document_type = line.document_type
join persons_person as person
    on person.id = case
        when named.same_person is null then named.id
        else shebao_record_at(named.same_person, line.employer_id)
    end
join lateral (
    select held.id
    from employment_contract as held
    where held.person_id = person.id
        and held.employer_id = %(employer)s
        and not held.voided
        and (held.ended_on is null or held.ended_on >= %(today)s)
    order by held.id desc
    limit 1
) as contract on true
left join lateral (
    select counted.payer_category
    from contributions_wage as counted
    where counted.employer_id = %(employer)s
        and counted.contract_id = contract.id
        and not counted.voided
        and coalesce(counted.to_month, 999999) >= %(category_month)s
    order by counted.from_month
    limit 1
) as wage on true
left join lateral (
    -- the employer's other filings about the person that are about to take effect
    select min(declaration.number) as number
    from person_changes_changeline as other
    join declarations_declaration as declaration on declaration.id = other.declaration_id
    where other.person_id = person.id
        and other.employer_id = %(employer)s
        and other.declaration_id <> %(declaration)s
        and declaration.state in ('applying', 'in_review')
        and other.state in ('good', 'in_review')
) as pending on true
where line.declaration_id = %(declaration)s
    and line.document_number <> ''
