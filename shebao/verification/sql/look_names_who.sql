-- C3: a look at personal data, or an action of a user, without the user.
select 'look:' || look.id as subject
from audit_look as look
where look.user_id is null
    and look.actor_name = ''
union all
select 'action:' || action.id
from audit_action as action
where action.actor_kind = 'user'
    and action.user_id is null
