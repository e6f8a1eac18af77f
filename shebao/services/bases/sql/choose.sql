-- The lines that take effect now, with the last month that the new wage counts for: that of the wage whose place it
-- takes, or the month before the next declared one.
create temporary table bases_now on commit drop as
select
    line.line_no,
    line.contract_id,
    line.person_id,
    line.from_month,
    (line.wage * 100)::bigint as wage_fen,
    line.replaces,
    null::integer as to_month,
    ''::varchar as payer_category
from bases_wageline as line
where line.declaration_id = %(declaration)s
    and line.state = 'good'
