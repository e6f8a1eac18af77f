-- I8: a card that is being made was not ordered, or with another number, photo or person; or one was ordered that nobody agreed to.
select 'card_application:' || application.id as subject
from cards_application as application
left join outbox_message as message
    on message.key = application.key
    and message.system = 'card_maker'
left join documents_storedfile as picture on picture.id = application.picture_id
where (
        application.state in ('ordered', 'making', 'produced', 'shipped', 'ready', 'collected', 'lost', 'failed')
        and message.id is null
    )
    or (application.state in ('asked', 'in_review', 'refused') and application.key is not null)
    or (
        message.id is not null
        and (
            message.payload ->> 'order' <> application.number
            or message.person_id <> application.person_id
            or message.payload -> 'photo' ->> 'sha256' is distinct from picture.sha256
        )
    )
