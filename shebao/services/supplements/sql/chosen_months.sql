select distinct item.month
from supplement_now as chosen
join supplements_supplementitem as item
    on item.declaration_id = %(declaration)s
    and item.line_no = chosen.line_no
    and item.state = 'chosen'
order by item.month
