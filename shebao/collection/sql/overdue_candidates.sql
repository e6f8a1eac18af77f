-- Notices that look overdue and of which nobody was told yet, some at a time: what the employer has yet to declare to
-- tax is owed as well. Where nothing is asked for, nothing is overdue. What is made up for was due before it was asked
-- for: it stands on a bill, and its clerk knows.
select notice.id, notice.employer_id
from contributions_notice as notice
where notice.state in ('issued', 'to_declare')
    and notice.series = 0
    and notice.due_on < %(day)s
    and notice.employer_fen + notice.personal_fen - notice.deferred_fen > 0
    and not exists (
        select
        from collection_overdue as overdue
        where overdue.notice_id = notice.id
    )
order by notice.id
limit %(size)s
