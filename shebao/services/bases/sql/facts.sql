-- What we know about the persons on the lines of one filing. Only those with a contract in the year come back.
select
    line.line_no,
    contract.id,
    person.id,
    person.name,
    contract.ended_on,
    contract.from_month,
    contract.employment_form,
    wage.wage_fen,
    wage.id,
    coalesce(wage.from_month = contract.from_month and wage.origin in ('declared', 'corrected'), false),
    coalesce(wage.payer_category, ''),
    coalesce(covered.schemes, ''),
    coalesce(pending.number, '')
from bases_wageline as line
join persons_person as named
    on named.document_number = line.document_number
    and named.document_type = line.document_type
join persons_person as person
    on person.id = case
        when named.same_person is null then named.id
        else shebao_record_at(named.same_person, line.employer_id)
    end
join lateral (
    select
        held.id,
        held.ended_on,
        held.employment_form,
        greatest(held.insured_from, %(first_month)s) as from_month
    from employment_contract as held
    where held.person_id = person.id
        and held.employer_id = line.employer_id
        and not held.voided
        and (held.ended_on is null or held.ended_on >= %(first_day)s)
    order by held.ended_on is null desc, held.id desc
    limit 1
) as contract on true
left join contributions_wage as wage
    on wage.employer_id = line.employer_id
    and wage.contract_id = contract.id
    and not wage.voided
    and wage.from_month <= contract.from_month
    and coalesce(wage.to_month, 999999) >= contract.from_month
left join lateral (
    select string_agg(distinct coverage.scheme, ',') as schemes
    from employment_coverage as coverage
    where coverage.employer_id = line.employer_id
        and coverage.contract_id = contract.id
        and not coverage.voided
        and coverage.scheme = any (%(schemes)s::varchar[])
        and coverage.from_month <= contract.from_month
        and coalesce(coverage.to_month, 999999) >= contract.from_month
) as covered on true
left join (
    -- the employer's other filings that are about to take effect
    select other.person_id, min(declaration.number) as number
    from declarations_declaration as declaration
    join bases_wageline as other
        on other.declaration_id = declaration.id
        and other.state = 'good'
    where declaration.employer_id = %(employer)s
        and declaration.service = 'bases'
        and declaration.state = 'applying'
        and declaration.id <> %(declaration)s
    group by other.person_id
) as pending
    on pending.person_id = person.id
where line.declaration_id = %(declaration)s
    and line.document_number <> ''
