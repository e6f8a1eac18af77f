-- I8: a notice that is to be paid and of which tax was not told, or one that is not and that tax still asks for.
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
where (notice.state in ('issued', 'paid') and (told.withdrawn or not told.asked))
    or (
        notice.state in ('replaced', 'void')
        and told.asked
        and not told.withdrawn
        and not exists (
            select
            from contributions_notice as later
            join outbox_message as message on message.notice_id = later.id
            where later.replaces = notice.id
                and message.system = 'tax'
                and message.payload ->> 'replaces' = notice.number
        )
    )
