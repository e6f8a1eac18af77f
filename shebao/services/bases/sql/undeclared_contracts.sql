-- Contracts and employers of those concerned.
select
    chosen.contract_id,
    chosen.employer_id
from bases_undeclared as chosen
order by chosen.contract_id
