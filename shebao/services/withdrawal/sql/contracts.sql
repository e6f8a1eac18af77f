-- The contracts end; those of persons enrolled by mistake never were.
update employment_contract as contract
set
    ended_on = chosen.ended_on,
    end_reason = chosen.end_reason,
    stop_reason = chosen.stop_reason,
    end_declaration_id = %(declaration)s,
    end_line_no = chosen.line_no,
    voided = chosen.void
from end_now as chosen
where contract.id = chosen.contract_id
