-- Tax told a second payment of a notice that was settled.
-- Cause: the employer paid twice; the second payment has to be given back.
-- Closes: return_payment
select
    'mismatch:' || mismatch.id as subject,
    mismatch.month,
    mismatch.employer_id,
    coalesce(mismatch.amount_fen, mismatch.due_fen) as fen
from collection_mismatch as mismatch
where mismatch.closed_at is null
    and mismatch.kind = 'paid_twice'
