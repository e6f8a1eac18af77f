-- The lines that take effect now.
create temporary table enrol_now on commit drop as
select
    line.line_no,
    line.document_type,
    line.document_number,
    null::bigint as person_id,
    true as known_before  -- somebody of whom there may be earlier messages
from enrolment_enrolmentline as line
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
