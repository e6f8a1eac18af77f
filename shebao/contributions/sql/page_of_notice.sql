select charge.person_id
from contributions_charge as charge
where charge.month = %(month)s
    -- as a range, so that the order by both columns follows the index
    and charge.employer_id >= %(employer)s
    and charge.employer_id <= %(employer)s
    and charge.notice_id = any (%(notices)s::bigint[])
    and charge.person_id > %(after)s
group by charge.employer_id, charge.person_id
order by charge.employer_id, charge.person_id
limit %(size)s
