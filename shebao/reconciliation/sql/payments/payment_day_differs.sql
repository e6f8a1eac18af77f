-- Notice and payment name different days of payment.
-- Cause: one of them was written otherwise than by posting.
-- Closes: ask_tax
select 'payment:' || payment.id as subject, payment.month, payment.employer_id, payment.amount_fen as fen
from collection_payment as payment
join contributions_notice as notice on notice.id = payment.notice_id
where notice.state = 'paid'
    and notice.paid_on is distinct from payment.paid_on
