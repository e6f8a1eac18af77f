-- A notice was paid late, and no late fee was fixed.
-- Cause: the payment was posted otherwise than by the rules, or its day was corrected.
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
where fixed.fen = 0
    and late.fen > 0
