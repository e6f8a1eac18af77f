-- Of employers that had no notice of the month before this transaction: whatever is issued. There is nothing that it
-- takes the place of. Whoever got a notice meanwhile was told of in the transaction that made it.
telling as (
    select
        notice.id, notice.number, notice.employer_id, notice.month, null::text as replaced_number, notice.persons,
        notice.employer_fen, notice.personal_fen, notice.deferred_fen, notice.due_on,
        2 as place,
        case notice.mode when 'self_declared_to_tax' then 'declared' else 'issued' end as kind
    from contributions_notice as notice
    where notice.month = %(month)s
        and notice.employer_id = any (%(employers)s::bigint[])
        and notice.state = 'issued'
        and notice.series = 0
        and not exists (
            select
            from outbox_message as message
            where message.notice_id = notice.id
                and message.kind in ('issued', 'replaced', 'declared')
        )
)
