-- Tax took another late fee than is due by our count; the notice is settled.
-- Cause: day, lines or rounding differ.
-- Closes: close_mismatch
select
    'mismatch:' || mismatch.id as subject,
    mismatch.month,
    mismatch.employer_id,
    coalesce(mismatch.amount_fen, mismatch.due_fen) as fen
from collection_mismatch as mismatch
where mismatch.closed_at is null
    and mismatch.kind = 'late_fee'
