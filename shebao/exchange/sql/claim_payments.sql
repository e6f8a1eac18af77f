-- Payments that came in and were not looked at yet, oldest first.
select feedback.id, feedback.body
from outbox_feedback as feedback
where feedback.system = 'tax'
    and feedback.applied_at is null
    and feedback.in_reply_to is null
order by feedback.id
limit %(size)s
for update skip locked
