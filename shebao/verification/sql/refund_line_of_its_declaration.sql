-- I11: a line or a month of a refund belongs to no declaration, or to another employer or person than its declaration.
select 'refund_line:' || line.id as subject
from refunds_refundline as line
left join declarations_declaration as declaration
    on declaration.id = line.declaration_id
where declaration.id is null
    or declaration.employer_id <> line.employer_id
    or declaration.service <> 'refunds'
union all
select 'refund_item:' || item.id
from refunds_refunditem as item
left join refunds_refundline as line
    on line.declaration_id = item.declaration_id
    and line.line_no = item.line_no
where line.id is null
    or (line.employer_id, line.person_id) is distinct from (item.employer_id, item.person_id)
