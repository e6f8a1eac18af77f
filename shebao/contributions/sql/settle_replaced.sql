-- What the notices asked for on behalf of others is paid with them.
with recursive part as (
    select notice.replaces as id, paid.paid_on
    from unnest(%(notices)s::bigint[], %(days)s::date[]) as paid (notice_id, paid_on)
    join contributions_notice as notice on notice.id = paid.notice_id
    where notice.replaces is not null
    union all
    select earlier.replaces, part.paid_on
    from part
    join contributions_notice as earlier on earlier.id = part.id
    where earlier.replaces is not null
)
update contributions_notice as notice
set paid_on = part.paid_on
from part
where notice.id = part.id
