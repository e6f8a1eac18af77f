-- Whoever tells tax about an employer does it alone: its messages are numbered without gaps.
select employer.id
from employers_employer as employer
where employer.id = any (%(employers)s::bigint[])
order by employer.id
for no key update
