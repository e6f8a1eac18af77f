-- Tax told a payment of another sum or day than fits, or two contents under one receipt; the notice is unpaid.
-- Cause: tax and this platform do not agree on what was paid.
-- Closes: close_mismatch
select
    'mismatch:' || mismatch.id as subject,
    mismatch.month,
    mismatch.employer_id,
    coalesce(mismatch.amount_fen, mismatch.due_fen) as fen
from collection_mismatch as mismatch
where mismatch.closed_at is null
    and mismatch.kind in ('wrong_amount', 'wrong_day', 'receipt_reused')
