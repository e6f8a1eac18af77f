-- Whose wage was replaced while we waited for the lock is no longer concerned.
delete from bases_undeclared as chosen
using contributions_wage as wage
where wage.id = chosen.replaces
    and (wage.voided or wage.to_month is distinct from chosen.to_month)
