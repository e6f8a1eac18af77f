-- An action for what a bench puts into the database.
with begun as (
    insert into audit_action (actor_kind, actor_name, door, verb, subject, details, refused, request_id)
    values ('system', 'bench', 'cli', 'fill', '', '{}', '', '')
    returning id
)
select set_config('shebao.action', begun.id::text, true)
from begun
