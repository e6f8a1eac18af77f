-- Whoever is under contract with an employer, those hired last first, with everything that the form asks.
select
    contract.id as contract_id,
    person.id as person_id,
    person.name,
    person.social_security_number,
    person.document_type,
    person.document_number,
    person.sex,
    person.birth_date,
    person.ethnic,
    person.nationality,
    person.personal_identity,
    person.first_work_date,
    person.household_registration,
    person.household_address,
    person.residence_address,
    person.postcode,
    person.email,
    person.education,
    person.mobile,
    person.retired_on,
    contract.starts_on,
    contract.insured_from,
    contract.wage,
    contract.medical_category,
    array(
        select distinct coverage.scheme
        from employment_coverage as coverage
        where coverage.person_id = person.id
            and coverage.employer_id = contract.employer_id
            and coverage.contract_id = contract.id
            and not coverage.voided
        order by 1
    ) as schemes
from employment_contract as contract
join persons_person as person on person.id = contract.person_id
where contract.employer_id = %(employer)s
    and contract.ended_on is null
    and not contract.voided
    and contract.id < %(before)s
    and (%(persons)s::bigint[] is null or person.id = any(%(persons)s::bigint[]))
    and {search}
order by contract.id desc
limit %(size)s
