-- Tax told a payment of a notice that was replaced, or of a bill that was recalled.
-- Cause: the employer paid the old one; the payment has to be given back or moved.
-- Closes: return_payment
select
    'mismatch:' || mismatch.id as subject,
    mismatch.month,
    mismatch.employer_id,
    coalesce(mismatch.amount_fen, mismatch.due_fen) as fen
from collection_mismatch as mismatch
where mismatch.closed_at is null
    and mismatch.kind in ('replaced', 'recalled')
