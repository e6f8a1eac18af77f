-- I5: a paid notice without its one payment, or a payment that is not of its notice, day and sum.
select 'notice:' || notice.id as subject
from contributions_notice as notice
full join collection_payment as payment on payment.notice_id = notice.id
where (notice.state = 'paid' and payment.id is null)
    or (
        payment.id is not null
        and (
            notice.id is null
            or notice.state <> 'paid'
            or notice.paid_on <> payment.paid_on
            or notice.employer_id <> payment.employer_id
            or notice.month <> payment.month
            or payment.principal_fen <> notice.employer_fen + notice.personal_fen - notice.deferred_fen
            or payment.amount_fen <> payment.principal_fen + payment.late_fee_fen
        )
    )
