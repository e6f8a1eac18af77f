-- I5: a bill is not the sum of its notices, or asks for what is not to be paid, or was paid otherwise than its notices.
select 'bill:' || bill.id || ' ' || bill.state as subject
from collection_bill as bill
left join lateral (
    select
        count(*) as notices,
        sum(item.principal_fen) as principal_fen,
        bool_and(item.live) as all_live,
        bool_or(item.live) as some_live,
        bool_and(
            item.employer_id = bill.employer_id
            and notice.employer_id = bill.employer_id
            and notice.month = item.month
            and notice.employer_fen + notice.personal_fen - notice.deferred_fen = item.principal_fen
        ) as fits,
        bool_and(notice.state = 'issued') as all_issued
    from collection_billitem as item
    left join contributions_notice as notice on notice.id = item.notice_id
    where item.bill_id = bill.id
) as items on true
left join lateral (
    select
        count(*) as payments,
        count(*) filter (where item.id is null) as strangers,
        sum(payment.principal_fen) as principal_fen,
        sum(payment.late_fee_fen) as late_fee_fen,
        bool_and(payment.receipt = bill.receipt and payment.paid_on = bill.paid_on) as fits
    from collection_payment as payment
    left join collection_billitem as item
        on item.bill_id = payment.bill_id
        and item.notice_id = payment.notice_id
    where payment.bill_id = bill.id
) as paid on true
where (items.notices, items.principal_fen) is distinct from (bill.notices::bigint, bill.principal_fen::numeric)
    or not coalesce(items.fits, false)
    or (bill.state = 'recalled' and items.some_live)
    or (bill.state <> 'recalled' and not items.all_live)
    or (bill.state = 'asked' and not items.all_issued)
    or (bill.state <> 'paid' and paid.payments > 0)
    or (
        bill.state = 'paid'
        and (
            paid.payments <> bill.notices
            or paid.strangers > 0
            or not paid.fits
            or paid.principal_fen <> bill.principal_fen
            or paid.late_fee_fen <> bill.late_fee_fen
        )
    )
