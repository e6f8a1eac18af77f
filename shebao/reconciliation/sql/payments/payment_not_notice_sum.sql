-- A payment is of another sum than the notice that it settled.
-- Cause: notice or payment was written otherwise than by posting.
-- Closes: ask_tax
select
    'payment:' || payment.id as subject,
    payment.month,
    payment.employer_id,
    payment.principal_fen - (notice.employer_fen + notice.personal_fen - notice.deferred_fen) as fen
from collection_payment as payment
join contributions_notice as notice on notice.id = payment.notice_id
where notice.state = 'paid'
    and payment.principal_fen <> notice.employer_fen + notice.personal_fen - notice.deferred_fen
