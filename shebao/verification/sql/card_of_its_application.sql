-- I8: a card was made of nothing, for somebody else, or stands otherwise than its application; or a made card is missing.
select 'card:' || card.id as subject
from cards_card as card
join cards_application as application on application.id = card.application_id
where card.person_id <> application.person_id
    or application.state not in ('produced', 'shipped', 'ready', 'collected', 'lost')
    or (card.state = 'normal' and application.state <> 'collected')
    or (card.state = 'inactive' and application.state in ('collected', 'lost'))
union all
select 'card_application:' || application.id
from cards_application as application
where exists (
        select
        from cards_event as event
        where event.application_id = application.id
            and event.kind = 'produced'
    )
    and not exists (
        select
        from cards_card as card
        where card.application_id = application.id
    )
