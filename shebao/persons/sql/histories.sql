-- What is on record of each of some persons, all records of one human being together: facts, contracts, coverage, and
-- what was charged by month, scheme and employer, with what of it is not paid.
select
    person.id,
    jsonb_build_object(
        'facts', jsonb_build_object(
            'name', person.name,
            'document_type', person.document_type,
            'document_number', person.document_number,
            'social_security_number', person.social_security_number,
            'sex', person.sex,
            'birth_date', person.birth_date,
            'household_registration', person.household_registration,
            'died_on', person.died_on,
            'retired_on', person.retired_on,
            'confirmed_by', person.confirmed_by
        ),
        'contracts', coalesce(held.contracts, '[]'),
        'spells', coalesce(covered.spells, '[]'),
        'amounts', coalesce(charged.amounts, '[]')
    )
from persons_person as person
cross join lateral (
    select case when person.same_person is null then array[person.id] else shebao_records(person.same_person) end as ids
) as record
left join lateral (
    select
        jsonb_agg(
            jsonb_build_array(contract.employer_id, employer.name, contract.starts_on, contract.ended_on)
            order by contract.starts_on, contract.id
        ) as contracts
    from employment_contract as contract
    join employers_employer as employer on employer.id = contract.employer_id
    where contract.person_id = any (record.ids)
        and not contract.voided
) as held on true
left join lateral (
    select
        jsonb_agg(
            jsonb_build_array(coverage.employer_id, employer.name, coverage.scheme, coverage.from_month, coverage.to_month)
            order by coverage.from_month, coverage.id
        ) as spells
    from employment_coverage as coverage
    join employers_employer as employer on employer.id = coverage.employer_id
    where coverage.person_id = any (record.ids)
        and not coverage.voided
) as covered on true
left join lateral (
    select
        jsonb_agg(
            jsonb_build_array(
                entered.employer_id, employer.name, entered.scheme, entered.month, entered.employer_fen,
                entered.personal_fen, entered.unpaid_fen
            )
            order by entered.month, entered.employer_id, entered.scheme
        ) as amounts
    from (
        select
            charge.employer_id,
            charge.scheme,
            charge.month,
            sum(charge.employer_fen) as employer_fen,
            sum(charge.personal_fen) as personal_fen,
            coalesce(
                sum(charge.employer_fen + charge.personal_fen) filter (where notice.paid_on is null), 0
            ) as unpaid_fen
        from contributions_charge as charge
        join contributions_notice as notice on notice.id = charge.notice_id
        where charge.person_id = any (record.ids)
        group by charge.employer_id, charge.scheme, charge.month
        having sum(charge.employer_fen + charge.personal_fen) <> 0
    ) as entered
    join employers_employer as employer on employer.id = entered.employer_id
) as charged on true
where person.id = any (%(persons)s)
