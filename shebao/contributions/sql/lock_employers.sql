-- Of changes to an employer's coverage or wages and a making of its entries, the second sees what the first has done:
-- whoever changes them corrects the months afterwards, and waits here while they are being entered.
select employer.id
from employers_employer as employer
where employer.id = any (%(employers)s::bigint[])
order by employer.id
for no key update
