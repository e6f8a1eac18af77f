-- The lines that took effect.
update withdrawal_withdrawalline as line
set state = 'effective'
from end_now as chosen
where line.declaration_id = %(declaration)s
    and line.line_no = chosen.line_no
