-- The lines that take effect now: those that are good and need nobody's decision, and those whose last officer has agreed.
create temporary table change_now on commit drop as
select line.line_no, line.person_id, coalesce(agreed.officer_name, '') as officer_name
from person_changes_changeline as line
left join lateral (
    select decision.officer_name
    from review_case as reviewed
    join review_decision as decision on decision.case_id = reviewed.id
    where reviewed.declaration_id = line.declaration_id
        and reviewed.line_no = line.line_no
        and reviewed.state = 'decided'
        and reviewed.stage = reviewed.stages
        and decision.verdict = 'approve'
) as agreed on true
where line.declaration_id = %(declaration)s
    and line.other_id is null
    and (
        (line.state = 'good' and not line.needs_review)
        or (line.state = 'in_review' and agreed.officer_name is not null)
    )
