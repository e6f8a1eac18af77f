-- Bills that wait to be paid although one of their notices is no longer to be paid as it stands: it was paid by itself,
-- or replaced, or asks for nothing any more.
select distinct item.bill_id
from collection_bill as bill
join collection_billitem as item on item.bill_id = bill.id
join contributions_notice as notice on notice.id = item.notice_id
where bill.employer_id = any (%(employers)s::bigint[])
    and bill.state = 'asked'
    and notice.state <> 'issued'
order by item.bill_id
