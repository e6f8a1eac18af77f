-- I8: a notice that is to be paid and of which tax was not told, or one that is not and that tax still asks for,
-- though none is left that the employer has yet to declare in its place. Supplements are told by bills alone.
select 'notice:' || notice.id || ' ' || notice.state as subject
from contributions_notice as notice
cross join lateral (
    select
        coalesce(bool_or(message.kind in ('issued', 'replaced', 'declared')), false) as asked,
        coalesce(bool_or(message.kind = 'void'), false) as withdrawn
    from outbox_message as message
    where message.notice_id = notice.id
        and message.system = 'tax'
) as told
where notice.series = 0
    and (
        (notice.state in ('issued', 'paid') and (told.withdrawn or not told.asked))
        or (
            notice.state in ('replaced', 'void')
            and told.asked
            and not told.withdrawn
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
        )
    )
