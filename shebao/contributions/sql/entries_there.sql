-- How many entries the month has, counted no further than `most`.
select count(*)
from (
    select
    from contributions_charge as charge
    where charge.month = %(month)s
    limit %(most)s
) as counted
