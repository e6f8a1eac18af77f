-- The wages that count, or will count, from the month on from which the new payer's category does.
create temporary table change_wages on commit drop as
select wage.id, wage.from_month, wage.to_month, item.new_value as payer_category
from change_now as chosen
join person_changes_changeitem as item
    on item.declaration_id = %(declaration)s
    and item.line_no = chosen.line_no
    and item.item = 'payer_category'
join employment_contract as contract
    on contract.person_id = chosen.person_id
    and not contract.voided
join contributions_wage as wage
    on wage.employer_id = contract.employer_id
    and wage.contract_id = contract.id
    and not wage.voided
    and coalesce(wage.to_month, 999999) >= %(category_month)s
    and wage.payer_category <> item.new_value
