-- What was declared for earlier months ends with the month before.
update contributions_wage as wage
set to_month = chosen.month_before
from bases_undeclared as chosen
where wage.id = chosen.replaces
