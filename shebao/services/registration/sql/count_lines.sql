-- How many lines stand where.
select
    count(*) filter (where line.state = 'effective'),
    count(*) filter (where line.state in ('failed', 'rejected')),
    count(*) filter (where line.state = 'in_review'),
    count(*) filter (where line.state = 'returned'),
    count(*) filter (where line.state = 'bad')
from (
    select adding.state
    from enrolment_enrolmentline as adding
    where adding.declaration_id = %(declaration)s
    union all
    select ending.state
    from withdrawal_withdrawalline as ending
    where ending.declaration_id = %(declaration)s
) as line
