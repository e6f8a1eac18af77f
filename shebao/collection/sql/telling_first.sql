-- Of employers that had no notice of the month before this action: whatever it has issued. There is nothing that it
-- takes the place of. Whoever got a notice from another action meanwhile was told of by that one.
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
        and notice.action_id = (select shebao_action())
)
