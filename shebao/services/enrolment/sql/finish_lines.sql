-- The lines that took effect.
update enrolment_enrolmentline as line
set state = 'effective'
from enrol_now as chosen
where line.declaration_id = %(declaration)s
    and line.line_no = chosen.line_no
