-- Nobody else enters anything for these employers and this month until we are done.
select notice.id
from contributions_notice as notice
where notice.month = %(month)s
    and {notices}
order by notice.id
for update
