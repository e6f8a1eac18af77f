-- The card maker answered to an order that it makes no card, and has told steps of a card all the same.
-- Cause: it has confused orders, or changed its mind; we go by the steps.
-- Closes: ask_card_maker
select
    'card_application:' || application.id as subject,
    null::integer as month,
    application.employer_id,
    null::bigint as fen
from cards_application as application
join outbox_message as message
    on message.key = application.key
    and message.system = 'card_maker'
    and message.state = 'failed'
where application.state in ('making', 'produced', 'shipped', 'ready', 'collected', 'lost')
