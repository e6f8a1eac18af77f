-- The same wages go on from that month under the new category.
insert into contributions_wage (
    employer_id, contract_id, person_id, from_month, to_month, wage_fen, payer_category, origin, declaration_id,
    voided, action_id
)
select
    wage.employer_id, wage.contract_id, wage.person_id, %(category_month)s, held.to_month, wage.wage_fen,
    held.payer_category, wage.origin, wage.declaration_id, false, (select shebao_action())
from change_wages as held
join contributions_wage as wage on wage.id = held.id
where held.from_month < %(category_month)s
order by wage.contract_id
