-- One open spell for each scheme that was chosen.
insert into employment_coverage (person_id, scheme, from_month, employer_id, contract_id, voided, action_id)
select
    contract.person_id, chosen_scheme.code, contract.insured_from, contract.employer_id, contract.id, false,
    (select shebao_action())  -- once, not as a default once a row
from enrol_now as chosen
join employment_contract as contract
    on contract.declaration_id = %(declaration)s
    and contract.line_no = chosen.line_no
join enrolment_enrolmentline as line
    on line.declaration_id = %(declaration)s
    and line.line_no = chosen.line_no
cross join lateral unnest(string_to_array(line.schemes, ',')) as chosen_scheme (code)
order by contract.person_id, chosen_scheme.code
