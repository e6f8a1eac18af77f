-- I12: a change whose action is not in the trail.
select 'change:' || change.id as subject
from audit_change as change
where not exists (select from audit_action as action where action.id = change.action_id)
