-- A payment is on record, and its notice still asks for the money, or is not there.
-- Cause: posting and settling came apart; `verify` calls it broken too (payment_settles_its_notice).
-- Closes: repair_record
select 'payment:' || payment.id as subject, payment.month, payment.employer_id, payment.amount_fen as fen
from collection_payment as payment
left join contributions_notice as notice on notice.id = payment.notice_id
where coalesce(notice.state, 'open') in ('open', 'to_declare', 'issued')
