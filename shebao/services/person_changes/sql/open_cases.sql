-- Lines that an officer of the employer's district has to decide on, at the first stage.
with
    waiting as (
        update person_changes_changeline as line
        set state = 'in_review'
        where line.declaration_id = %(declaration)s
            and line.state = 'good'
            and line.needs_review
        returning line.line_no, line.name, line.stages, line.other_id
    )
insert into review_case (
    declaration_id, line_no, content_version, stage, stages, district, employer_id, service, reason, person_name, state,
    opened_at, due_on, action_id
)
select
    %(declaration)s, waiting.line_no, %(content_version)s, 1, waiting.stages, %(district)s, %(employer)s,
    'person_changes',
    case when waiting.other_id is not null then 'same_first' when waiting.stages = 1 then 'change_key' else 'change_first' end,
    waiting.name, 'open', %(now)s, %(due_on)s, (select shebao_action())
from waiting
