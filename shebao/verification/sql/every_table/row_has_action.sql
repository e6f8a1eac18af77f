-- I12: a row whose action is not in the trail.
select '{table}:' || written.id as subject
from {table} as written
where not exists (select from audit_action as action where action.id = written.action_id)
