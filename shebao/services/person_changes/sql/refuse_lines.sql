-- Lines that an officer sent back or rejected.
update person_changes_changeline as line
set state = case decision.verdict when 'return' then 'returned' else 'rejected' end
from review_case as reviewed
join review_decision as decision on decision.case_id = reviewed.id
where line.declaration_id = %(declaration)s
    and line.state = 'in_review'
    and reviewed.declaration_id = line.declaration_id
    and reviewed.line_no = line.line_no
    and reviewed.state = 'decided'
    and decision.verdict in ('return', 'reject')
