-- The wage that counts for each new contract, and the payer's category by the household registration of the filing.
insert into contributions_wage (
    employer_id, contract_id, person_id, from_month, wage_fen, payer_category, origin, declaration_id, voided, action_id
)
select
    contract.employer_id, contract.id, contract.person_id, contract.insured_from,
    (contract.wage * 100)::bigint, coalesce(category.payer, ''), 'enrolment', contract.declaration_id, false,
    (select shebao_action())
from enrol_now as chosen
join employment_contract as contract
    on contract.declaration_id = %(declaration)s
    and contract.line_no = chosen.line_no
join enrolment_enrolmentline as line
    on line.declaration_id = %(declaration)s
    and line.line_no = chosen.line_no
left join unnest(%(households)s::varchar[], %(payers)s::varchar[]) as category (household, payer)
    on category.household = line.household_registration
order by contract.id
