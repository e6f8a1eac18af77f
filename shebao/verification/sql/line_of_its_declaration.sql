-- I11: a line belongs to no declaration, or to another employer or service than its declaration.
select line.kind || '_line:' || line.id as subject
from (
    select 'enrolment' as kind, adding.id, adding.declaration_id, adding.employer_id
    from enrolment_enrolmentline as adding
    union all
    select 'withdrawal', ending.id, ending.declaration_id, ending.employer_id
    from withdrawal_withdrawalline as ending
) as line
left join declarations_declaration as declaration
    on declaration.id = line.declaration_id
where declaration.id is null
    or declaration.employer_id <> line.employer_id
    -- a workbook may hold lines of both kinds
    or (declaration.single and declaration.service <> line.kind)
    or declaration.service not in ('enrolment', 'withdrawal', 'registration')
