-- A payment is on record for a notice that was replaced or asks for nothing.
-- Cause: the notice was replaced after it had been settled, or the payment was posted to the wrong one.
-- Closes: ask_tax
select 'payment:' || payment.id as subject, payment.month, payment.employer_id, payment.amount_fen as fen
from collection_payment as payment
join contributions_notice as notice on notice.id = payment.notice_id
where notice.state in ('replaced', 'void')
