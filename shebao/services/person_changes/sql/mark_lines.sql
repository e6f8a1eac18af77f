-- Put the outcome on the lines.
update person_changes_changeline as line
set
    state = outcome.state,
    needs_review = outcome.needs_review,
    person_id = outcome.person_id,
    other_id = outcome.other_id,
    change_type = outcome.change_type,
    stages = outcome.stages,
    content = outcome.content
from change_outcome as outcome
where line.declaration_id = %(declaration)s
    and line.line_no = outcome.line_no
