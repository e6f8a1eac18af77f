-- The wage that counts for the contracts of one block.
insert into contributions_wage (
    employer_id, contract_id, person_id, from_month, wage_fen, payer_category, origin, declaration_id, voided
)
select
    contract.employer_id, contract.id, contract.person_id, contract.insured_from,
    (contract.wage * 100)::bigint, coalesce(category.payer, ''), 'enrolment', contract.declaration_id, false
from employment_contract as contract
join persons_person as person on person.id = contract.person_id
left join unnest(%(households)s::varchar[], %(payers)s::varchar[]) as category (household, payer)
    on category.household = person.household_registration
where contract.id between %(first)s and %(last)s
order by contract.id
