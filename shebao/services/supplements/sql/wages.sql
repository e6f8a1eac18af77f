-- The wages of the months that are made up, and what is left of those that were cut around them.
insert into contributions_wage (
    employer_id, contract_id, person_id, from_month, to_month, wage_fen, payer_category, origin, declaration_id,
    voided, action_id
)
select
    %(employer)s, made.contract_id, made.person_id,
    lower(made.months) / 12 * 100 + lower(made.months) %% 12 + 1,
    (upper(made.months) - 1) / 12 * 100 + (upper(made.months) - 1) %% 12 + 1,
    made.wage_fen, made.payer_category, made.origin, made.declaration_id, false, (select shebao_action())
from supplement_wage as made
where made.months is not null
order by made.contract_id, lower(made.months)
