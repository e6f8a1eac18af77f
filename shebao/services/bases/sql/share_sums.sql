-- Both shares of a month over the lines of a filing, before and after.
select
    coalesce(sum(line.employer_before_fen), 0),
    coalesce(sum(line.employer_after_fen), 0),
    coalesce(sum(line.personal_before_fen), 0),
    coalesce(sum(line.personal_after_fen), 0)
from bases_wageline as line
where line.declaration_id = %(declaration)s
