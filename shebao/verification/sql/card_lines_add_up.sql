-- I11: a line of a filing of cards is another's, its figures are not those of the filing, or it took effect in no application of its person.
select 'declaration:' || declaration.id as subject
from declarations_declaration as declaration
left join lateral (
    select
        count(*) as lines,
        count(*) filter (where line.state = 'effective') as effective,
        count(*) filter (where line.state = 'failed') as failed,
        count(*) filter (where line.state = 'bad') as bad,
        count(*) filter (where line.state in ('read', 'good')) as open
    from cards_cardline as line
    where line.declaration_id = declaration.id
) as counted on true
where declaration.service = 'cards'
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
select 'card_line:' || line.id
from cards_cardline as line
left join declarations_declaration as declaration on declaration.id = line.declaration_id
where declaration.id is null
    or declaration.employer_id <> line.employer_id
    or declaration.service <> 'cards'
    or (
        line.state = 'effective'
        and not exists (
            select
            from cards_application as application
            where application.declaration_id = line.declaration_id
                and application.line_no = line.line_no
                and application.person_id = line.person_id
                and application.employer_id = line.employer_id
                and application.picture_id = line.picture_id
        )
    )
union all
select 'card_application:' || application.id
from cards_application as application
where application.source = 'employer'
    and not exists (
        select
        from cards_cardline as line
        where line.declaration_id = application.declaration_id
            and line.line_no = application.line_no
            and line.state = 'effective'
    )
