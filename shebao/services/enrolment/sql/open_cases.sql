-- Lines that an officer of the employer's district has to decide on.
with
    waiting as (
        update enrolment_enrolmentline as line
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
    %(declaration)s, waiting.line_no, %(content_version)s, %(district)s, %(employer)s, 'enrolment',
    coalesce(why.code, 'officer_decides'), waiting.name, 'open', %(now)s, %(due_on)s
from waiting
left join lateral (
    select finding.code
    from declarations_finding as finding
    where finding.declaration_id = %(declaration)s
        and finding.line_no = waiting.line_no
        and finding.code in ('officer_decides', 'shared_no_match_proven', 'shared_silent_proven')
    limit 1
) as why on true
