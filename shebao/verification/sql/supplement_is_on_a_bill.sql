-- I8: what was asked for by a supplement is to be paid, and stands on no bill: tax was never told of it.
select 'notice:' || notice.id as subject
from contributions_notice as notice
where notice.series > 0
    and notice.state = 'issued'
    and not exists (
        select
        from collection_billitem as item
        where item.notice_id = notice.id
            and item.live
    )
