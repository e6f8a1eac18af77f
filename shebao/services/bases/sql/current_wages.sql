-- The wage that counts for each contract in a month; for who came later, the first one.
select distinct on (wage.contract_id)
    wage.contract_id,
    wage.wage_fen,
    wage.payer_category,
    wage.origin,
    wage.from_month
from contributions_wage as wage
where wage.employer_id = %(employer)s
    and wage.contract_id = any (%(contracts)s::bigint[])
    and not wage.voided
    and coalesce(wage.to_month, 999999) >= %(month)s
order by wage.contract_id, wage.from_month
