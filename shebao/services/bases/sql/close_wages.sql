-- What was declared for earlier months ends with the month before.
update contributions_wage as wage
set to_month = case
    when chosen.from_month %% 100 = 1 then chosen.from_month - 89  -- the December before
    else chosen.from_month - 1
end
from bases_now as chosen
where wage.id = chosen.replaces
    and wage.from_month < chosen.from_month
