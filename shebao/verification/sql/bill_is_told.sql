-- I8: a bill of which tax was not told, or of another sum, or one that is recalled and tax still asks for.
select 'bill:' || bill.id || ' ' || bill.state as subject
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
