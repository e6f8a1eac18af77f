-- The lines that took effect.
update bases_wageline as line
set state = 'effective'
from bases_now as chosen
where line.declaration_id = %(declaration)s
    and line.line_no = chosen.line_no
