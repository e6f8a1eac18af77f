-- The declared wages.
insert into contributions_wage (
    employer_id, contract_id, person_id, from_month, to_month, wage_fen, payer_category, origin, declaration_id,
    voided, action_id
)
select
    %(employer)s, chosen.contract_id, chosen.person_id, chosen.from_month, chosen.to_month, chosen.wage_fen,
    chosen.payer_category, case
        when before.from_month = chosen.from_month and before.origin in ('declared', 'corrected') then 'corrected'
        else 'declared'
    end,
    %(declaration)s, false, (select shebao_action())
from bases_now as chosen
left join contributions_wage as before
    on before.id = chosen.replaces
order by chosen.contract_id
