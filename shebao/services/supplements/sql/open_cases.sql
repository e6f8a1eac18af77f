-- Lines that an officer of the employer's district has to decide on.
with
    waiting as (
        update supplements_supplementline as line
        set state = 'in_review'
        where line.declaration_id = %(declaration)s
            and line.state = 'good'
            and line.needs_review
        returning line.line_no, line.name
    )
insert into review_case (
    declaration_id, line_no, content_version, district, employer_id, service, reason, person_name, state,
    opened_at, due_on
)
select
    %(declaration)s, waiting.line_no, %(content_version)s, %(district)s, %(employer)s, 'supplements',
    'supplement_proof', waiting.name, 'open', %(now)s, %(due_on)s
from waiting
