-- Employers whose wages get another payer's category by what takes effect now.
select distinct contract.employer_id
from change_now as chosen
join person_changes_changeitem as item
    on item.declaration_id = %(declaration)s
    and item.line_no = chosen.line_no
    and item.item = 'payer_category'
join employment_contract as contract
    on contract.person_id = chosen.person_id
    and not contract.voided
