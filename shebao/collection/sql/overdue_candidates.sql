-- Locked, so that a payment that is being posted counts: what is being posted just now is left for the next time.
select notice.id
from contributions_notice as notice
where notice.state = 'issued'
    and notice.due_on < %(day)s
    and not exists (
        select
        from collection_overdue as overdue
        where overdue.notice_id = notice.id
    )
order by notice.id
limit %(size)s
for update of notice skip locked
