-- I11: figures of a refund are not those of its months, or it stands elsewhere than its line and its months.
select 'declaration:' || declaration.id as subject
from declarations_declaration as declaration
left join refunds_refundline as line
    on line.declaration_id = declaration.id
left join lateral (
    select
        coalesce(sum(item.employer_fen), 0) as employer_fen,
        coalesce(sum(item.personal_fen), 0) as personal_fen,
        count(*) filter (where item.live) as live,
        count(*) filter (where item.done) as done,
        count(*) as items
    from refunds_refunditem as item
    where item.declaration_id = declaration.id
        and item.code = ''
) as counted on true
where declaration.service = 'refunds'
    and declaration.next_step is null
    and declaration.state in ('checked', 'in_review', 'returned', 'rejected', 'effective', 'failed')
    and (
        line.id is null
        or (line.employer_fen, line.personal_fen) is distinct from (counted.employer_fen, counted.personal_fen)
        or (declaration.state = 'checked' and line.state not in ('good', 'bad'))
        or (declaration.state <> 'checked' and line.state <> declaration.state)
        or (declaration.state = 'in_review') <> (counted.live > 0)
        or (declaration.state = 'in_review' and counted.live <> counted.items)
        or (declaration.state = 'effective') <> (counted.done > 0)
        or (declaration.state = 'effective' and counted.done <> counted.items)
    )
