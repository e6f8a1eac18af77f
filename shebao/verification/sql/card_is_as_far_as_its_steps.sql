-- I8: an application stands elsewhere than the furthest of its steps says.
select 'card_application:' || application.id as subject
from cards_application as application
left join lateral (
    select max(step.rank) as furthest
    from cards_event as event
    join (
        values ('in_review', 0), ('ordered', 1), ('making', 2), ('produced', 3), ('shipped', 4), ('ready', 5),
            ('collected', 6), ('lost', 6), ('returned', 6), ('failed', 6), ('refused', 6)
    ) as step (kind, rank) on step.kind = event.kind
    where event.application_id = application.id
) as known on true
where application.state <> 'asked'
    and (
        not exists (
            select
            from cards_event as event
            where event.application_id = application.id
                and event.kind = application.state
        )
        or known.furthest <> case application.state
            when 'in_review' then 0
            when 'ordered' then 1
            when 'making' then 2
            when 'produced' then 3
            when 'shipped' then 4
            when 'ready' then 5
            else 6
        end
    )
