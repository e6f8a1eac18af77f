-- I11: a finished check's or filing's figures are not those of its lines, or some line has no end.
select 'declaration:' || declaration.id as subject
from declarations_declaration as declaration
left join lateral (
    select
        count(*) as lines,
        count(*) filter (where line.state = 'effective') as effective,
        count(*) filter (where line.state in ('failed', 'rejected')) as failed,
        count(*) filter (where line.state = 'in_review') as to_review,
        count(*) filter (where line.state = 'returned') as returned,
        count(*) filter (where line.state = 'bad') as bad,
        count(*) filter (where line.state in ('read', 'good')) as open
    from (
        select adding.state
        from enrolment_enrolmentline as adding
        where adding.declaration_id = declaration.id
        union all
        select ending.state
        from withdrawal_withdrawalline as ending
        where ending.declaration_id = declaration.id
    ) as line
) as counted on true
where declaration.service in ('enrolment', 'withdrawal', 'registration')
    and declaration.next_step is null
    and (
        (
            declaration.state in ('checked', 'in_review', 'returned', 'rejected', 'effective', 'partly', 'failed')
            and (declaration.lines, declaration.bad) is distinct from (counted.lines, counted.bad)
        )
        or (
            declaration.state in ('in_review', 'returned', 'rejected', 'effective', 'partly', 'failed')
            and (declaration.effective, declaration.failed) is distinct from (counted.effective, counted.failed)
        )
        or (declaration.state = 'in_review' and counted.to_review = 0)
        or (
            declaration.state in ('rejected', 'effective', 'partly', 'failed')
            and counted.to_review + counted.open > 0
        )
        or (
            -- what was returned of a filing with effects is filed anew, the filing itself is over
            declaration.state in ('rejected', 'effective', 'failed')
            and counted.returned > 0
        )
    )
