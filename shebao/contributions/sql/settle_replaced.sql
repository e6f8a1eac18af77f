-- What the notice asked for on behalf of others is paid with it.
with recursive part as (
    select notice.replaces as id
    from contributions_notice as notice
    where notice.id = %(notice)s
        and notice.replaces is not null
    union all
    select earlier.replaces
    from part
    join contributions_notice as earlier on earlier.id = part.id
    where earlier.replaces is not null
)
update contributions_notice as notice
set paid_on = %(paid_on)s
from part
where notice.id = part.id
