-- What clerks are told of the notices that `issued` names, just issued or void: one message a notice, by its kind.
select
    told.employer_id, %(now)s, told.kind, told.params, %(severities)s::jsonb ->> told.kind, (select shebao_action())
from (
    select
        notice.employer_id,
        case
            when notice.state = 'void' then 'payment_void'
            when earlier.id is not null then 'payment_replaced'
            when notice.seq > 1
                and exists (
                    select
                    from contributions_notice as before
                    where before.employer_id = notice.employer_id
                        and before.month = notice.month
                        and before.purpose = 'regular'
                        and before.seq < notice.seq
                )
                then 'payment_added'
            else 'payment_issued'
        end || case notice.state when 'to_declare' then '_to_declare' else '' end as kind,
        jsonb_strip_nulls(jsonb_build_object(
            'notice', notice.number,
            'month', notice.month / 100 || '年' || notice.month %% 100 || '月',
            'persons', to_char(notice.persons, 'FM999,999,990'),
            'amount', to_char(
                (notice.employer_fen + notice.personal_fen - notice.deferred_fen) / 100.0, 'FM999,999,999,999,990.00'
            ),
            'due', to_char(notice.due_on, 'YYYY-MM-DD'),
            'replaced', earlier.number,
            'before', to_char(
                (earlier.employer_fen + earlier.personal_fen - earlier.deferred_fen) / 100.0,
                'FM999,999,999,999,990.00'
            )
        )) as params
    from issued as notice
    -- Looked up row by row: most take the place of none, and a join would read the notices of all months.
    left join lateral (
        select replaced.*
        from contributions_notice as replaced
        where replaced.id = notice.replaces
        offset 0
    ) as earlier on true
    where notice.state in ('issued', 'to_declare')
        or (notice.state = 'void' and notice.replaces is not null)
) as told
order by told.employer_id
