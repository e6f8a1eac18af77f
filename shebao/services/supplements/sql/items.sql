-- What the check found of each month and scheme.
insert into supplements_supplementitem (
    declaration_id, line_no, employer_id, person_id, contract_id, month, scheme, wanted, state, code, detail,
    fixed_wage_fen, wage_fen, payer_category, deferred, late_days, late_fen
)
select
    %(declaration)s, available.line_no, %(employer)s, available.person_id, available.contract_id, available.month,
    available.scheme, available.wanted, case available.code when '' then 'open' else 'refused' end, available.code,
    available.detail, available.fixed_wage_fen,
    case when available.wanted then coalesce(available.fixed_wage_fen, available.wage_fen) end,
    coalesce(available.fixed_category, available.payer_category), false, 0, 0
from (
    {availability}
) as available
order by available.line_no, available.month, available.scheme
