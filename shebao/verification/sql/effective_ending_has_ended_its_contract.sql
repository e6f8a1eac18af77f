-- I11: a line that took effect has not ended the contract it names, or ended it otherwise than it says.
select 'withdrawal_line:' || line.id as subject
from withdrawal_withdrawalline as line
left join employment_contract as contract
    on contract.id = line.contract_id
where line.state = 'effective'
    and (
        contract.employer_id, contract.ended_on, contract.end_reason, contract.stop_reason, contract.voided,
        contract.end_declaration_id, contract.end_line_no
    ) is distinct from (
        line.employer_id, line.ended_on, line.end_reason, line.stop_reason, line.void, line.declaration_id, line.line_no
    )
