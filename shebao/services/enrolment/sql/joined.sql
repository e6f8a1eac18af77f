-- The contracts just made.
select contract.id
from enrol_now as chosen
join employment_contract as contract
    on contract.declaration_id = %(declaration)s
    and contract.line_no = chosen.line_no
order by contract.id
