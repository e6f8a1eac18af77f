-- A notice counts as paid, and no payment of it is on record.
-- Cause: it was settled otherwise than by a payment; `verify` calls it broken too (payment_settles_its_notice).
-- Closes: ask_tax
select
    'notice:' || notice.id as subject,
    notice.month,
    notice.employer_id,
    notice.employer_fen + notice.personal_fen - notice.deferred_fen as fen
from contributions_notice as notice
where notice.state = 'paid'
    and not exists (
        select
        from collection_payment as payment
        where payment.notice_id = notice.id
    )
