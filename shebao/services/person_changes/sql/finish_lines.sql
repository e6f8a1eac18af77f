-- The lines that took effect.
update person_changes_changeline as line
set state = 'effective'
from change_now as chosen
where line.declaration_id = %(declaration)s
    and line.line_no = chosen.line_no
