-- What counts for those who were not declared.
insert into contributions_wage (
    employer_id, contract_id, person_id, from_month, to_month, wage_fen, payer_category, origin, voided, action_id
)
select
    chosen.employer_id, chosen.contract_id, chosen.person_id, chosen.from_month, chosen.to_month, chosen.wage_fen,
    chosen.payer_category, 'undeclared', false, (select shebao_action())
from bases_undeclared as chosen
order by chosen.contract_id
