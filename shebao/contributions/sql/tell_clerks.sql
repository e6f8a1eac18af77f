-- Tell the clerks of employers what was just issued for a month. Just issued is what bears this moment; a notice that
-- has been replaced meanwhile is told by its successor. Of supplements and refunds tell their services.
with issued as (
    select notice.*
    from contributions_notice as notice
    where notice.month = %(month)s
        and notice.employer_id = any (%(employers)s::bigint[])
        and notice.issued_at = %(now)s
        and notice.series = 0
)
insert into notices_notice (employer_id, at, kind, params, severity, action_id)
{news}
