-- Notices of this kind that no clerk has read yet say the new number, instead of one more notice beside them.
update notices_notice as notice
set
    params = news.params,
    at = %(now)s
from unnest(%(declarations)s::bigint[], %(kinds)s::text[], %(params)s::jsonb[]) as news (declaration_id, kind, params)
where notice.declaration_id = news.declaration_id
    and notice.employer_id = any (%(employers)s)
    and notice.kind = news.kind
    and notice.read_at is null
returning notice.declaration_id, notice.kind
