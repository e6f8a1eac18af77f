-- The bank answered to an order with another number or sum than was ordered.
-- Cause: it has confused orders, or paid wrongly; the refund stands as not paid, and nothing is ordered beside it.
-- Closes: ask_bank
select
    'payout:' || payout.id as subject,
    null::integer as month,
    payout.employer_id,
    payout.amount_fen as fen
from refunds_payout as payout
where payout.state = 'disputed'
