-- I9: what tax told unasked and was taken in has neither posted a payment, nor stands on the list, nor was there before.
select 'feedback:' || feedback.id || ' ' || feedback.effect as subject
from outbox_feedback as feedback
where feedback.system = 'tax'
    and feedback.in_reply_to is null
    and feedback.applied_at is not null
    and not exists (
        select
        from collection_payment as payment
        where payment.receipt = feedback.body ->> 'receipt'
    )
    and not exists (
        select
        from collection_mismatch as mismatch
        where mismatch.receipt = feedback.body ->> 'receipt'
    )
