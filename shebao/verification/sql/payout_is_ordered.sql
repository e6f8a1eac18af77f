-- I8: an order to the bank has no message, or one that says another number, sum or account.
select 'payout:' || payout.id as subject
from refunds_payout as payout
left join outbox_message as message
    on message.key = payout.key
    and message.system = 'bank'
where message.id is null
    or message.payload ->> 'order' <> payout.number
    or (message.payload ->> 'amount_fen')::bigint <> payout.amount_fen
    or message.payload ->> 'account_number' <> payout.account_number
