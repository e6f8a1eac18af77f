-- What was declared for the same first month before counts as never declared.
update contributions_wage as wage
set voided = true
from bases_now as chosen
where wage.id = chosen.replaces
    and wage.from_month = chosen.from_month
