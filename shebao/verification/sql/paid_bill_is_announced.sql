-- I8: a bill, or by itself a notice that stood on one, was paid some time ago, and the service that asked for it was not told.
select 'bill:' || bill.id as subject
from collection_bill as bill
where bill.state = 'paid'
    and bill.announced_at is null
    and not exists (
        select
        from collection_payment as payment
        where payment.bill_id = bill.id
            and payment.recorded_at >= now() - %(waiting_limit)s::interval
    )
union all
select 'bill:' || item.bill_id as subject
from collection_billitem as item
join collection_payment as payment on payment.notice_id = item.notice_id
where item.to_announce
    and payment.recorded_at < now() - %(waiting_limit)s::interval
