-- I12: a row whose action is not in the trail.
-- Entries have no key of their own; the action that is missing names them.
select '{table}:' || coalesce(to_jsonb(written) ->> 'id', 'action ' || written.action_id) as subject
from {table} as written
where not exists (select from audit_action as action where action.id = written.action_id)
