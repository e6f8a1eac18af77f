-- A notice is no longer to be paid, and tax still asks for it.
-- Cause: it was replaced or voided otherwise than by issuing; `verify` calls it broken too (issued_notice_is_told).
-- Closes: tell_tax
select
    'notice:' || notice.id as subject,
    notice.month,
    notice.employer_id,
    notice.employer_fen + notice.personal_fen - notice.deferred_fen as fen
from contributions_notice as notice
where notice.state in ('replaced', 'void')
    and exists (
        select
        from outbox_message as message
        where message.notice_id = notice.id
            and message.system = 'tax'
            and message.kind in ('issued', 'replaced', 'declared')
    )
    and not exists (
        select
        from outbox_message as message
        where message.notice_id = notice.id
            and message.system = 'tax'
            and message.kind = 'void'
    )
    and not exists (
        with recursive heir as (
            select later.id, later.state
            from contributions_notice as later
            where later.replaces = notice.id
            union all
            select later.id, later.state
            from heir
            join contributions_notice as later on later.replaces = heir.id
        )
        select
        from heir
        left join outbox_message as message
            on message.notice_id = heir.id
            and message.system = 'tax'
        where heir.state = 'to_declare'
            or message.payload ->> 'replaces' = notice.number
    )
