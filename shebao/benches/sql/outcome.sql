-- What all imports together have done: filings, effective lines, contracts, persons with one, spells of coverage.
select
    (select count(*) from declarations_declaration where service in ('enrolment', 'registration')),
    (select coalesce(sum(effective), 0) from declarations_declaration where service in ('enrolment', 'registration')),
    count(distinct contract.id),
    count(distinct contract.person_id),
    count(coverage.id)
from employment_contract as contract
join declarations_declaration as declaration
    on declaration.id = contract.declaration_id
    and declaration.service in ('enrolment', 'registration')
left join employment_coverage as coverage
    on coverage.contract_id = contract.id
