-- Tax was not told of a bill, of another sum, or not that it is recalled.
-- Cause: the bill was made or recalled otherwise than by asking; `verify` calls it broken too (bill_is_told).
-- Closes: repair_record
select 'bill:' || bill.id as subject, null::integer as month, bill.employer_id, bill.principal_fen as fen
from collection_bill as bill
left join outbox_message as asked
    on asked.key = (lpad(to_hex(bill.id), 16, '0') || '000000000000c004')::uuid
left join outbox_message as withdrawn
    on withdrawn.key = (lpad(to_hex(bill.id), 16, '0') || '000000000000c005')::uuid
where asked.id is null
    or (asked.payload ->> 'due_fen')::bigint <> bill.principal_fen
    or (withdrawn.id is not null and bill.state <> 'recalled')
    or (
        bill.state = 'recalled'
        and withdrawn.id is null
        and not exists (
            select
            from collection_bill as later
            join outbox_message as message
                on message.key = (lpad(to_hex(later.id), 16, '0') || '000000000000c004')::uuid
            where later.replaces = bill.id
                and message.payload ->> 'replaces' = bill.number
        )
    )
