-- The contracts of the lines that took effect.
select chosen.contract_id
from bases_now as chosen
order by chosen.contract_id
