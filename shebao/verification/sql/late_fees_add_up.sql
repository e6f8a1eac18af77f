-- I5: the late fees fixed with a payment are not what was paid, and the difference does not stand on the list.
select 'payment:' || payment.id as subject
from collection_payment as payment
left join lateral (
    select coalesce(sum(fee.fen), 0) as fen
    from collection_latefee as fee
    where fee.payment_id = payment.id
        and fee.notice_id = payment.notice_id
) as fixed on true
where fixed.fen <> payment.late_fee_fen
    and not exists (
        select
        from collection_mismatch as mismatch
        where mismatch.receipt = payment.receipt
            and mismatch.digest = payment.digest
            and mismatch.kind = 'late_fee'
    )
union all
select 'late_fee:' || fee.id
from collection_latefee as fee
left join collection_payment as payment on payment.id = fee.payment_id
where payment.id is null
    or fee.notice_id <> payment.notice_id
    or fee.days <> fee.to_day - fee.from_day + 1
    or fee.to_day <> payment.paid_on - 1
