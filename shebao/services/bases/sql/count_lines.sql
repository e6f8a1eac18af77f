-- How many lines stand where.
select
    count(*) filter (where state = 'effective'),
    count(*) filter (where state = 'failed'),
    count(*) filter (where state = 'bad')
from bases_wageline
where declaration_id = %(declaration)s
