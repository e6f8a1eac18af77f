-- I11: a line of a base declaration belongs to no declaration, or to another employer than its declaration.
select 'wage_line:' || line.id as subject
from bases_wageline as line
left join declarations_declaration as declaration
    on declaration.id = line.declaration_id
where declaration.id is null
    or declaration.employer_id <> line.employer_id
    or declaration.service <> 'bases'
