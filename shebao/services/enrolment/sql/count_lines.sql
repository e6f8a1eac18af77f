-- How many lines stand where.
select
    count(*) filter (where state = 'effective'),
    count(*) filter (where state in ('failed', 'rejected')),
    count(*) filter (where state = 'in_review'),
    count(*) filter (where state = 'returned'),
    count(*) filter (where state = 'bad')
from enrolment_enrolmentline
where declaration_id = %(declaration)s
