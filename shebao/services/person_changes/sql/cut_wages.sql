-- Wages that began before the month end with the one before; those that begin later have the new category from the first.
update contributions_wage as wage
set
    to_month = case when wage.from_month < %(category_month)s then %(last_month)s else wage.to_month end,
    payer_category = case when wage.from_month < %(category_month)s then wage.payer_category else held.payer_category end
from change_wages as held
where wage.id = held.id
