-- A bill waits to be paid.
-- Cause: the employer has asked for it on an earlier day, and has not paid yet.
-- Closes: collect_arrears
select 'bill:' || bill.id as subject, item.month, bill.employer_id, bill.principal_fen as fen
from collection_bill as bill
cross join lateral (
    select min(item.month) as month
    from collection_billitem as item
    where item.bill_id = bill.id
) as item
where bill.state = 'asked'
    and (bill.asked_at at time zone 'Asia/Shanghai')::date < %(today)s
