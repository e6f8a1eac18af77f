-- Coverage lasts through the month in which the employment ended. A spell that would have begun later, and every spell
-- of somebody enrolled by mistake, is void.
update employment_coverage as coverage
set
    to_month = case when coverage.from_month <= chosen.last_month then chosen.last_month else coverage.to_month end,
    voided = (coverage.from_month <= chosen.last_month) is not true
from end_now as chosen
where coverage.employer_id = %(employer)s
    and coverage.contract_id = chosen.contract_id
    and not coverage.voided
    and (coverage.to_month is null or chosen.last_month is null or coverage.to_month > chosen.last_month)
