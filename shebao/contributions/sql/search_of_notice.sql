select charged.person_id
from (
    select distinct charge.person_id
    from contributions_charge as charge
    where charge.month = %(month)s
        and charge.employer_id = %(employer)s
        and charge.notice_id = any (%(notices)s::bigint[])
        and charge.person_id > %(after)s
) as charged
join persons_person as person on person.id = charged.person_id
where {search}
order by charged.person_id
limit %(size)s
