-- The late fee that was fixed is higher than days, rate and lines give, or was not owed at all.
-- Cause: the lines, the due day or the terms were corrected after the payment.
-- Closes: ask_tax
select
    'payment:' || payment.id as subject,
    payment.month,
    payment.employer_id,
    fixed.fen - coalesce(late.fen, 0) as fen
from collection_payment as payment
left join reconcile_late as late on late.notice_id = payment.notice_id
cross join lateral (
    select coalesce(sum(fee.fen), 0) as fen
    from collection_latefee as fee
    where fee.notice_id = payment.notice_id
) as fixed
where fixed.fen > coalesce(late.fen, 0)
