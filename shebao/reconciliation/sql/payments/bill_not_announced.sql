-- A bill was paid, and the service that asked for it does not know.
-- Cause: the worker has not come to it; after an hour `verify` calls it broken too (paid_bill_is_announced).
-- Closes: check_worker
select 'bill:' || bill.id as subject, item.month, bill.employer_id, bill.principal_fen as fen
from collection_bill as bill
cross join lateral (
    select min(item.month) as month
    from collection_billitem as item
    where item.bill_id = bill.id
) as item
where bill.state = 'paid'
    and bill.announced_at is null
