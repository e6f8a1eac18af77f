-- Notices that were not paid by their due day and of which nobody was told yet, some at a time.
insert into collection_overdue (notice_id, employer_id, month, due_on, owed_fen, found_on, action_id)
select
    notice.id, notice.employer_id, notice.month, notice.due_on,
    notice.employer_fen + notice.personal_fen - notice.deferred_fen, %(day)s, (select shebao_action())
from contributions_notice as notice
where notice.id = any (%(notices)s::bigint[])
order by notice.id
on conflict (notice_id) do nothing
returning notice_id, employer_id, month, due_on, owed_fen
