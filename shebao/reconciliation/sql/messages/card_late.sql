-- A card should have been there by the day that the term ends, and is not.
-- Cause: the card maker or the delivery is late, or an officer has not looked at the photo.
-- Closes: ask_card_maker
select
    'card_application:' || application.id as subject,
    null::integer as month,
    application.employer_id,
    null::bigint as fen
from cards_application as application
where application.state in ('in_review', 'ordered', 'making', 'produced', 'shipped')
    and application.due_on < (%(now)s::timestamptz at time zone 'Asia/Shanghai')::date
