-- More was paid for somebody covered than is owed now.
-- Cause: wage or law was corrected downwards after the employer had paid.
-- Closes: refund_and_make_up
select
    'contract:' || difference.contract_id || ' ' || difference.scheme as subject,
    difference.month,
    difference.employer_id,
    difference.refundable_fen as fen
from reconcile_difference as difference
where difference.covered
    and difference.missing is null
    and difference.refundable_fen > 0
