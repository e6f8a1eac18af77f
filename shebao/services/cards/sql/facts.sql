-- What is known of persons who want a card, under whichever of their records (docs/decisions/0022).
select
    person.id,
    coalesce(known.first_month, insured.first_month),
    known.died_on,
    coalesce(application.number, ''),
    coalesce(card.state, ''),
    coalesce(employer.district, '')
from persons_person as person
cross join lateral (
    select case when person.same_person is null then array[person.id] else shebao_records(person.same_person) end as ids
) as records
cross join lateral (
    select
        coalesce(min(record.first_insured_month), person.first_insured_month) as first_month,
        coalesce(max(record.died_on), person.died_on) as died_on
    from persons_person as record
    where record.id = any (records.ids)
) as known
left join lateral (
    select min(spell.from_month) as first_month
    from employment_coverage as spell
    where spell.person_id = any (records.ids)
        and not spell.voided
) as insured on true
left join lateral (
    select under_way.number
    from cards_application as under_way
    where under_way.person_id = any (records.ids)
        and under_way.id <> %(but)s
        and under_way.state in ('asked', 'in_review', 'ordered', 'making', 'produced', 'shipped', 'ready')
    limit 1
) as application on true
left join lateral (
    select last_one.state
    from cards_card as last_one
    where last_one.person_id = any (records.ids)
    order by last_one.state <> 'cancelled' desc, last_one.id desc -- one that was lost on its way replaces nothing
    limit 1
) as card on true
left join lateral (
    select contract.employer_id
    from employment_contract as contract
    where contract.person_id = any (records.ids)
        and not contract.voided
    order by contract.id desc
    limit 1
) as employed on true
left join employers_employer as employer on employer.id = employed.employer_id
where person.id = any (%(persons)s)
