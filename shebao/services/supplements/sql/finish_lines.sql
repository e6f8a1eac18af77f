-- The lines that took effect.
update supplements_supplementline as line
set state = 'effective'
from supplement_now as chosen
where line.declaration_id = %(declaration)s
    and line.line_no = chosen.line_no
