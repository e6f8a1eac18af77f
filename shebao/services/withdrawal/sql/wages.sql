-- Declared wages count through the last insured month; later ones never do.
update contributions_wage as wage
set
    to_month = case when wage.from_month <= chosen.last_month then chosen.last_month else wage.to_month end,
    voided = (wage.from_month <= chosen.last_month) is not true
from end_now as chosen
where wage.employer_id = %(employer)s
    and wage.contract_id = chosen.contract_id
    and not wage.voided
    and (wage.to_month is null or chosen.last_month is null or wage.to_month > chosen.last_month)
