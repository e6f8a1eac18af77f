-- An employment was ended by a filing, and the medical authority was not told.
-- Cause: the message was lost; `verify` calls it broken too (ending_is_passed_on).
-- Closes: ask_medical
select
    'contract:' || contract.id as subject,
    to_char(contract.ended_on, 'YYYYMM')::integer as month,
    contract.employer_id,
    null::bigint as fen
from employment_contract as contract
where contract.end_declaration_id is not null
    and not exists (
        select
        from outbox_message as message
        where message.declaration_id = contract.end_declaration_id
            and message.line_no = contract.end_line_no
            and message.person_id = contract.person_id
            and message.system = 'medical'
            and message.kind = 'withdrawn'
    )
