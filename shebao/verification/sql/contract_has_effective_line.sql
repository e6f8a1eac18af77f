-- I11: a contract was filed by a line that is not there, or did not take effect.
select 'contract:' || contract.id as subject
from employment_contract as contract
join declarations_declaration as declaration
    on declaration.id = contract.declaration_id
    and declaration.service in ('enrolment', 'registration')
left join enrolment_enrolmentline as line
    on line.declaration_id = contract.declaration_id
    and line.line_no = contract.line_no
where line.state is distinct from 'effective'
    or line.employer_id <> contract.employer_id
