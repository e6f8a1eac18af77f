-- Notices that were paid in full, each on its day.
update contributions_notice as notice
set
    state = 'paid',
    paid_on = paid.paid_on
from unnest(%(notices)s::bigint[], %(days)s::date[]) as paid (notice_id, paid_on)
where notice.id = paid.notice_id
    and notice.state = 'issued'
