-- Orders that the bank has answered by now, with the answer that counts, oldest first.
select payout.id, feedback.body
from refunds_payout as payout
join outbox_message as message
    on message.key = payout.key
    and message.state in ('done', 'failed')
join outbox_feedback as feedback
    on feedback.in_reply_to = payout.key
    and feedback.system = 'bank'
    and feedback.effect = 'applied'
where payout.state = 'ordered'
order by payout.id
limit %(size)s
for update of payout skip locked
