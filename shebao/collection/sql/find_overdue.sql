-- Of the notices that look overdue those that are still unpaid, now that nobody else touches their employers. One that
-- was replaced meanwhile has a successor, which is found the next time.
with
    unpaid as materialized (
        select notice.id, notice.employer_id, notice.month, notice.due_on, notice.state,
            notice.employer_fen + notice.personal_fen - notice.deferred_fen as owed_fen
        from contributions_notice as notice
        where notice.id = any (%(notices)s::bigint[])
            and notice.state in ('issued', 'to_declare')
        order by notice.id
        for update
    ),
    found as (
        insert into collection_overdue (notice_id, employer_id, month, due_on, owed_fen, found_on, action_id)
        select
            unpaid.id, unpaid.employer_id, unpaid.month, unpaid.due_on, unpaid.owed_fen, %(day)s,
            (select shebao_action())
        from unpaid
        on conflict (notice_id) do nothing
        returning notice_id, employer_id, month, due_on, owed_fen
    )
select found.notice_id, found.employer_id, found.month, found.due_on, found.owed_fen, unpaid.state
from found
join unpaid on unpaid.id = found.notice_id
order by found.notice_id
