-- I9: one id of a counterparty stands for two answers.
select 'feedback:' || min(feedback.id) as subject
from outbox_feedback as feedback
group by feedback.system, feedback.feedback_id
having count(*) > 1
