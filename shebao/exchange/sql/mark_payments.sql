update outbox_feedback as feedback
set
    applied_at = %(now)s,
    effect = taken.effect
from unnest(%(ids)s::bigint[], %(effects)s::text[]) as taken (id, effect)
where feedback.id = taken.id
