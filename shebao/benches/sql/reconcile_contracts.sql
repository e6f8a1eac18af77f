-- The contracts on which wages and coverage rest.
insert into employment_contract (
    id, person_id, employer_id, declaration_id, line_no, contract_kind, term_kind, signing, starts_on, employment_form,
    occupation, using_employer, wage, enrolment_reason, medical_category, insured_from, end_reason, stop_reason, voided,
    action_id
)
select
    wage.contract_id, wage.person_id, wage.employer_id, 0, 1, 'CK1', 'CT2', 'CS1', date '2020-01-01', 'EF1',
    '', '', wage.wage_fen / 100.0, 'ER1', '', wage.from_month, '', '', false,
    wage.action_id
from contributions_wage as wage
