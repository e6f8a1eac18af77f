-- I11: the figures of a filing of arrears are not those of its lines, or a line is another's, or took effect on no bill.
select 'declaration:' || declaration.id as subject
from declarations_declaration as declaration
left join lateral (
    select
        count(*) as lines,
        count(*) filter (where line.state = 'effective') as effective,
        count(*) filter (where line.state = 'failed') as failed,
        count(*) filter (where line.state = 'bad') as bad,
        count(*) filter (where line.state in ('read', 'good')) as open
    from arrears_arrearline as line
    where line.declaration_id = declaration.id
) as counted on true
where declaration.service = 'arrears'
    and declaration.next_step is null
    and declaration.state in ('checked', 'effective', 'partly', 'failed')
    and (
        (declaration.lines, declaration.bad) is distinct from (counted.lines, counted.bad)
        or (
            declaration.state <> 'checked'
            and (
                (declaration.effective, declaration.failed) is distinct from (counted.effective, counted.failed)
                or counted.open > 0
            )
        )
    )
union all
select 'arrear_line:' || line.id
from arrears_arrearline as line
left join declarations_declaration as declaration on declaration.id = line.declaration_id
where declaration.id is null
    or declaration.employer_id <> line.employer_id
    or declaration.service <> 'arrears'
    or (
        line.state = 'effective'
        and not exists (
            select
            from collection_bill as bill
            join collection_billitem as item on item.bill_id = bill.id
            where bill.declaration_id = line.declaration_id
                and item.notice_id = line.notice_id
        )
    )
