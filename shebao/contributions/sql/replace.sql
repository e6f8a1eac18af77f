-- What was asked for and is unpaid is asked for by the notice that is about to be issued.
update contributions_notice as notice
set replaces = earlier.id
from contributions_notice as earlier
where notice.month = %(month)s
    and notice.state = 'open'
    and {which}
    and {notices}
    and exists (
        select
        from contributions_charge as charge
        where charge.month = notice.month
            and charge.employer_id = notice.employer_id
            and charge.notice_id = notice.id
    )
    and earlier.employer_id = notice.employer_id
    and earlier.month = notice.month
    and earlier.series = notice.series
    and earlier.state in ('issued', 'to_declare')
