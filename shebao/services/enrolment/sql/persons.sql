-- Persons who are not known yet. In the order of their numbers, so that two filings with the same new persons
-- wait for each other instead of deadlocking; the one that comes second finds them and goes on.
insert into persons_person (
    social_security_number, name, name_pinyin, name_initials, has_rare_character,
    document_type, document_number, document_valid_until,
    sex, birth_date, ethnic, nationality,
    household_registration, household_address, residence_address, postcode,
    mobile, email, education, personal_identity, first_work_date, first_insured_month,
    confirmed_by, action_id
)
select
    line.social_security_number, line.name, line.name_pinyin, line.name_initials, line.has_rare_character,
    line.document_type, line.document_number, line.document_valid_until,
    line.sex, line.birth_date, line.ethnic, line.nationality,
    line.household_registration, line.household_address, line.residence_address, line.postcode,
    line.mobile, line.email, line.education, line.personal_identity, line.first_work_date, line.insured_from,
    case when line.needs_review then 'officer' else 'shared' end,
    (select shebao_action())
from enrol_now as chosen
join enrolment_enrolmentline as line
    on line.declaration_id = %(declaration)s
    and line.line_no = chosen.line_no
where not exists (
    select
    from persons_person as known
    where known.document_number = line.document_number
        and known.document_type = line.document_type
)
order by line.document_number, line.document_type
on conflict do nothing
