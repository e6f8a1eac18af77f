-- How many persons of an employer are owed for in a month: the last entry of a scheme says whether it still stands.
select count(distinct last.person_id)
from (
    select distinct on (charge.person_id, charge.scheme) charge.person_id, charge.kind
    from contributions_charge as charge
    where charge.month = %(month)s
        and charge.employer_id = %(employer)s
    order by charge.person_id, charge.scheme, charge.entry desc
) as last
where last.kind <> '20'
