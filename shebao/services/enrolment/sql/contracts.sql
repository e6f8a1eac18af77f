-- The contracts, as filed.
insert into employment_contract (
    person_id, employer_id, declaration_id, line_no,
    contract_kind, term_kind, signing, starts_on, ends_on, probation_months,
    employment_form, occupation, using_employer, wage,
    enrolment_reason, medical_category, insured_from,
    end_reason, voided, action_id
)
select
    chosen.person_id, line.employer_id, line.declaration_id, line.line_no,
    line.contract_kind, line.term_kind, line.signing, line.starts_on, line.ends_on, line.probation_months,
    line.employment_form, line.occupation, line.using_employer, line.wage,
    line.enrolment_reason, line.medical_category, line.insured_from,
    '', false, (select shebao_action())
from enrol_now as chosen
join enrolment_enrolmentline as line
    on line.declaration_id = %(declaration)s
    and line.line_no = chosen.line_no
order by line.line_no
