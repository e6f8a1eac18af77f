-- I11: a line of a change belongs to no declaration, or to another employer than its declaration.
select 'change_line:' || line.id as subject
from person_changes_changeline as line
left join declarations_declaration as declaration
    on declaration.id = line.declaration_id
where declaration.id is null
    or declaration.employer_id <> line.employer_id
    or declaration.service <> 'person_changes'
