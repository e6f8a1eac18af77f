-- The wanted months and schemes with what was found of each, by line.
select item.line_no, item.month, item.scheme, item.code, item.detail, item.fixed_wage_fen
from supplements_supplementitem as item
where item.declaration_id = %(declaration)s
    and item.wanted
order by item.line_no, item.month, item.scheme
