-- What the chosen lines make up, to be looked at again.
create temporary table supplement_candidate on commit drop as
select
    item.line_no, item.person_id, item.month, item.scheme, item.wage_fen, item.payer_category, '' as province,
    true as wanted,
    item.contract_id as checked_contract, item.fixed_wage_fen as checked_wage_fen
from supplement_now as chosen
join supplements_supplementitem as item
    on item.declaration_id = %(declaration)s
    and item.line_no = chosen.line_no
    and item.state = 'chosen'
