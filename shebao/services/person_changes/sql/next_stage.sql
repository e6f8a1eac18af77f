-- Lines that the first officer has passed go on to the second one.
insert into review_case (
    declaration_id, line_no, content_version, stage, stages, district, employer_id, service, reason, person_name, state,
    opened_at, due_on, action_id
)
select
    reviewed.declaration_id, reviewed.line_no, reviewed.content_version, reviewed.stage + 1, reviewed.stages,
    reviewed.district, reviewed.employer_id, reviewed.service,
    case reviewed.reason when 'same_first' then 'same_second' else 'change_second' end, reviewed.person_name, 'open',
    %(now)s, %(due_on)s, (select shebao_action())
from review_case as reviewed
join review_decision as decision on decision.case_id = reviewed.id
where reviewed.declaration_id = %(declaration)s
    and reviewed.state = 'decided'
    and reviewed.stage < reviewed.stages
    and decision.verdict = 'approve'
