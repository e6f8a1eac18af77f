-- The lines that take effect now: those that are good and need nobody's decision, and those an officer has approved.
create temporary table supplement_now on commit drop as
select line.line_no, line.person_id, line.kind
from supplements_supplementline as line
where line.declaration_id = %(declaration)s
    and (
        (line.state = 'good' and not line.needs_review)
        or (
            line.state = 'in_review'
            and exists (
                select
                from review_case as reviewed
                join review_decision as decision on decision.case_id = reviewed.id
                where reviewed.declaration_id = line.declaration_id
                    and reviewed.line_no = line.line_no
                    and reviewed.state = 'decided'
                    and decision.verdict = 'approve'
            )
        )
    )
