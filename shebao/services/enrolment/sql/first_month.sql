-- The earliest month from which somebody is insured who joins now; null where nobody does.
select min(line.insured_from)
from enrol_now as chosen
join enrolment_enrolmentline as line
    on line.declaration_id = %(declaration)s
    and line.line_no = chosen.line_no
