-- I8: a declaration is being checked or carried out, but nothing is left for the worker to do with it.
select 'declaration:' || declaration.id || ' ' || declaration.state as subject
from declarations_declaration as declaration
where (declaration.state in ('checking', 'applying') and declaration.next_step is null)
    or (declaration.state not in ('checking', 'applying', 'in_review') and declaration.next_step is not null)
