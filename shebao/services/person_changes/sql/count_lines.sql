-- How many lines stand where.
select
    count(*) filter (where state = 'effective'),
    count(*) filter (where state in ('failed', 'rejected')),
    count(*) filter (where state = 'in_review'),
    count(*) filter (where state = 'returned'),
    count(*) filter (where state in ('bad', 'left_out'))
from person_changes_changeline
where declaration_id = %(declaration)s
