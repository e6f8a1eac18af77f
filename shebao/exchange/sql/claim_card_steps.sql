-- Steps of cards that were told and not looked at yet, oldest first.
select feedback.id, feedback.body
from outbox_feedback as feedback
where feedback.system = 'card_maker'
    and feedback.applied_at is null
    and feedback.in_reply_to is null
order by feedback.id
limit %(size)s
for update skip locked
