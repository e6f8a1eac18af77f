-- Whoever tells tax about an employer does it alone: its messages are numbered without gaps. And the statement that
-- follows looks up every message by index, whatever statistics say of tables that are just being filled.
with locked as (
    select employer.id
    from employers_employer as employer
    where employer.id = any (%(employers)s::bigint[])
    order by employer.id
    for no key update
)
select count(*), set_config('enable_seqscan', 'off', true)
from locked
