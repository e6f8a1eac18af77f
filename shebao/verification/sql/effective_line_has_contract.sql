-- I11: a line that took effect has not exactly one contract.
select 'enrolment_line:' || line.id as subject
from enrolment_enrolmentline as line
where line.state = 'effective'
    and (
        select count(*)
        from employment_contract as contract
        where contract.declaration_id = line.declaration_id
            and contract.line_no = line.line_no
    ) <> 1
