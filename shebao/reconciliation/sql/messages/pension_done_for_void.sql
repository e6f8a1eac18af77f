-- The national pension system carried out an enrolment that was a mistake, and has not carried out its withdrawal.
-- Cause: the withdrawal was refused, is still on its way, or was never told.
-- Closes: ask_pension
select
    'contract:' || contract.id as subject,
    contract.insured_from as month,
    contract.employer_id,
    null::bigint as fen
from employment_contract as contract
join outbox_message as message
    on message.declaration_id = contract.declaration_id
    and message.line_no = contract.line_no
    and message.person_id = contract.person_id
    and message.system = 'national_pension'
    and message.kind = 'enrolled'
    and message.state = 'done'
where contract.voided
    and not exists (
        select
        from outbox_message as later
        where later.person_id = message.person_id
            and later.system = message.system
            and later.employer_id = message.employer_id
            and later.kind = 'withdrawn'
            and later.id > message.id
            and later.state in ('done', 'waiting', 'sent')
    )
