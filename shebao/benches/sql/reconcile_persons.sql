-- Everybody who has a wage.
insert into persons_person (
    id, social_security_number, name, name_pinyin, name_initials, has_rare_character, document_type, document_number,
    sex, birth_date, ethnic, nationality, household_registration, household_address, residence_address, postcode, mobile,
    email, education, personal_identity, confirmed_by, action_id
)
select
    wage.person_id, 'S' || wage.person_id, '人' || wage.person_id, '', '', false, '01', 'D' || wage.person_id,
    '2', date '1990-01-01', '', 'CHN', '', '', '', '', '',
    '', '', '', 'shared', wage.action_id
from contributions_wage as wage
