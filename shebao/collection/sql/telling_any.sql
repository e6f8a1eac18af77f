-- Of the notices of a month what tax was not told yet: what it shall collect, and what it shall no longer. A notice
-- that takes the place of one that tax knows withdraws it by the same message, so that there is no moment in which both
-- or none are to be paid.
chosen as materialized (
    select
        notice.id, notice.number, notice.employer_id, notice.month, notice.mode, notice.state, notice.replaces,
        notice.persons, notice.employer_fen, notice.personal_fen, notice.deferred_fen, notice.due_on,
        exists (
            select
            from outbox_message as message
            where message.notice_id = notice.id
                and message.kind in ('issued', 'replaced', 'declared')
        ) as asked,
        exists (
            select
            from outbox_message as message
            where message.notice_id = notice.id
                and message.kind = 'void'
        ) as withdrawn,
        -- Looked up row by row, never joined: statistics know nothing of what this transaction has just written.
        -- A notice between that was never told, because nobody declared it, is passed over.
        (
            with recursive part as (
                select earlier.id, earlier.number, earlier.replaces, 1 as step
                from contributions_notice as earlier
                where earlier.id = notice.replaces
                union all
                select earlier.id, earlier.number, earlier.replaces, part.step + 1
                from part
                join contributions_notice as earlier on earlier.id = part.replaces
            )
            select part.number
            from part
            where exists (
                    select
                    from outbox_message as message
                    where message.notice_id = part.id
                        and message.kind in ('issued', 'replaced', 'declared')
                    offset 0
                )
                and not exists (
                    select
                    from outbox_message as message
                    where message.notice_id = part.id
                        and message.kind = 'void'
                    offset 0
                )
            order by part.step
            limit 1
        ) as replaced_number,
        -- Until the employer declares what takes its place, tax goes on asking for it: it always knows one.
        exists (
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
            where heir.state in ('issued', 'paid', 'to_declare')
            offset 0
        ) as succeeded
    from contributions_notice as notice
    where notice.month = %(month)s
        and notice.employer_id = any (%(employers)s::bigint[])
        and notice.state in ('issued', 'paid', 'replaced', 'void')
        and notice.series = 0
),
telling as (
    select
        chosen.*,
        2 as place,
        case
            when chosen.mode = 'self_declared_to_tax' then 'declared'
            when chosen.replaced_number is null then 'issued'
            else 'replaced'
        end as kind
    from chosen
    where chosen.state = 'issued'
        and not chosen.asked
    union all
    select chosen.*, 1, 'void'
    from chosen
    where chosen.state in ('replaced', 'void')
        and chosen.asked
        and not chosen.withdrawn
        and not chosen.succeeded
)
