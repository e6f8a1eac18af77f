-- The new values, all of a person at once. What was not changed stays as it is.
with
    changed as (
        select
            chosen.person_id,
            jsonb_object_agg(
                item.item,
                case
                    when item.new_value = '' and item.item in ('document_valid_until', 'first_work_date') then 'null'::jsonb
                    else to_jsonb(item.new_value)
                end
            ) as content
        from change_now as chosen
        join person_changes_changeitem as item
            on item.declaration_id = %(declaration)s
            and item.line_no = chosen.line_no
            and item.item <> 'payer_category'
        group by chosen.person_id
    )
update persons_person as person
set
    name = new.name,
    name_pinyin = new.name_pinyin,
    name_initials = new.name_initials,
    has_rare_character = new.has_rare_character,
    document_type = new.document_type,
    document_number = new.document_number,
    social_security_number = new.social_security_number,
    document_valid_until = new.document_valid_until,
    birth_date = new.birth_date,
    sex = new.sex,
    ethnic = new.ethnic,
    nationality = new.nationality,
    household_registration = new.household_registration,
    household_address = new.household_address,
    first_work_date = new.first_work_date,
    personal_identity = new.personal_identity,
    mobile = new.mobile,
    residence_address = new.residence_address,
    postcode = new.postcode,
    email = new.email,
    education = new.education
from changed
join persons_person as held on held.id = changed.person_id
cross join lateral jsonb_populate_record(held, changed.content) as new
where person.id = changed.person_id
