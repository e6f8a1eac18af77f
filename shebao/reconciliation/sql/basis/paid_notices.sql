-- Payments with what their late fee is computed from.
select payment.notice_id, notice.month, notice.due_on, payment.paid_on
from collection_payment as payment
join contributions_notice as notice on notice.id = payment.notice_id
where notice.due_on is not null
    and payment.paid_on > notice.due_on
    and (%(month)s::integer is null or notice.month = %(month)s::integer)
    and (%(employer)s::bigint is null or notice.employer_id = %(employer)s::bigint)
