-- I11: a contract names a line that ended it, which is not there or did not take effect.
select 'contract:' || contract.id as subject
from employment_contract as contract
left join withdrawal_withdrawalline as line
    on line.declaration_id = contract.end_declaration_id
    and line.line_no = contract.end_line_no
where contract.end_declaration_id is not null
    and (line.state is distinct from 'effective' or line.contract_id is distinct from contract.id)
