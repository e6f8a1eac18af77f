-- Tax told a payment of something that we do not ask for.
-- Cause: the number or the employer is wrong, or the notice was never sent to tax.
-- Closes: close_mismatch
select
    'mismatch:' || mismatch.id as subject,
    mismatch.month,
    mismatch.employer_id,
    coalesce(mismatch.amount_fen, mismatch.due_fen) as fen
from collection_mismatch as mismatch
where mismatch.closed_at is null
    and mismatch.kind in ('unknown_notice', 'wrong_employer', 'not_asked')
