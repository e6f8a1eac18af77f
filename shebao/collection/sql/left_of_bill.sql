-- What of a recalled bill is still to be paid: its notices, and those that took the place of some.
with recursive part as (
    select item.notice_id as id
    from collection_billitem as item
    where item.bill_id = %(bill)s
    union all
    select later.id
    from part
    join contributions_notice as later on later.replaces = part.id
)
select notice.id
from part
join contributions_notice as notice on notice.id = part.id
where notice.state = 'issued'
    and notice.employer_fen + notice.personal_fen - notice.deferred_fen > 0
    and not exists (
        select
        from collection_billitem as item
        where item.notice_id = notice.id
            and item.live
    )
order by notice.id
