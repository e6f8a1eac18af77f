-- The declaration of bases is over, and the wage that counts in the year's first month is that of an earlier year.
-- Cause: the employer declared no base in time, and 110 % was not put in its place yet.
-- Closes: assess_undeclared
select
    'contract:' || wage.contract_id as subject,
    %(year_first)s::integer as month,
    wage.employer_id,
    null::bigint as fen
from contributions_wage as wage
join employment_contract as contract
    on contract.id = wage.contract_id
    and not contract.voided
    and (contract.ended_on is null or contract.ended_on >= to_date(%(year_first)s::text, 'YYYYMM'))
where %(window_over)s
    and not wage.voided
    and wage.from_month < %(year_first)s
    and coalesce(wage.to_month, 999999) >= %(year_first)s
