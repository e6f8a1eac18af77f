-- The three schemes assessed here, for everybody.
insert into employment_coverage (person_id, scheme, from_month, employer_id, contract_id, voided, action_id)
select wage.person_id, scheme.code, wage.from_month, wage.employer_id, wage.contract_id, false, wage.action_id
from contributions_wage as wage
cross join (values ('110'), ('210'), ('410')) as scheme (code)
