-- Wages that are cut around the months that are made up: their parts take their place.
update contributions_wage as wage
set voided = true
where wage.id in (select cut.replaces from supplement_wage as cut)
