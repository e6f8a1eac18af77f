-- A clerk has confirmed a month for tax, and it was not carried out for long.
-- Cause: no worker is running, or its lane fails.
-- Closes: check_worker
select
    'declare_request:' || request.id as subject,
    notice.month,
    request.employer_id,
    request.employer_fen + request.personal_fen - request.deferred_fen as fen
from collection_declarerequest as request
join contributions_notice as notice on notice.id = request.notice_id
where request.state = 'waiting'
    and request.requested_at < %(now)s::timestamptz - %(waiting_limit)s::interval
