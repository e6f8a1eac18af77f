-- The months that took effect.
update supplements_supplementitem as item
set state = 'effective'
from supplement_now as chosen
where item.declaration_id = %(declaration)s
    and item.line_no = chosen.line_no
    and item.state = 'chosen'
