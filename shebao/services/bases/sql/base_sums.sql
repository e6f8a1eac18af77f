-- The bases of a filing by scheme, before and after.
select
    base.scheme,
    coalesce(sum((base.pair ->> 0)::bigint), 0),
    coalesce(sum((base.pair ->> 1)::bigint), 0)
from bases_wageline as line
cross join lateral jsonb_each(line.bases) as base (scheme, pair)
where line.declaration_id = %(declaration)s
    and line.bases is not null
group by base.scheme
order by base.scheme
