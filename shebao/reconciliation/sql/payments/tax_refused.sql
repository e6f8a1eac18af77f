-- Tax refused what it was told, and the employer cannot pay.
-- Cause: tax does not know the employer, or the notice does not fit what tax has.
-- Closes: close_mismatch
select
    'mismatch:' || mismatch.id as subject,
    mismatch.month,
    mismatch.employer_id,
    coalesce(mismatch.amount_fen, mismatch.due_fen) as fen
from collection_mismatch as mismatch
where mismatch.closed_at is null
    and mismatch.kind = 'refused'
