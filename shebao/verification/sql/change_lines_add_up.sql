-- I11: figures of a checked or finished change are not those of its lines, or some line has no end.
select 'declaration:' || declaration.id as subject
from declarations_declaration as declaration
left join lateral (
    select
        count(*) as lines,
        count(*) filter (where line.state = 'effective') as effective,
        count(*) filter (where line.state in ('failed', 'rejected')) as failed,
        count(*) filter (where line.state = 'in_review') as to_review,
        count(*) filter (where line.state = 'bad') as bad,
        count(*) filter (where line.state = 'good') as good
    from person_changes_changeline as line
    where line.declaration_id = declaration.id
) as counted on true
where declaration.service = 'person_changes'
    and declaration.next_step is null
    and (
        (
            declaration.state in ('checked', 'in_review', 'returned', 'rejected', 'effective', 'partly', 'failed')
            and (declaration.lines, declaration.bad) is distinct from (counted.lines, counted.bad)
        )
        or (declaration.state = 'checked' and declaration.good <> counted.good)
        or (declaration.state = 'in_review' and counted.to_review = 0)
        or (
            declaration.state in ('rejected', 'effective', 'partly', 'failed')
            and (
                counted.good + counted.to_review > 0
                or (declaration.effective, declaration.failed) is distinct from (counted.effective, counted.failed)
            )
        )
    )
