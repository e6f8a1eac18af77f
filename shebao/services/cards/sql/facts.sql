-- What is known of persons who want a card.
select
    person.id,
    coalesce(person.first_insured_month, insured.first_month),
    person.died_on,
    coalesce(application.number, ''),
    coalesce(card.state, ''),
    coalesce(employer.district, '')
from persons_person as person
left join lateral (
    select min(spell.from_month) as first_month
    from employment_coverage as spell
    where spell.person_id = person.id
        and not spell.voided
) as insured on true
left join lateral (
    select under_way.number
    from cards_application as under_way
    where under_way.person_id = person.id
        and under_way.id <> %(but)s
        and under_way.state in ('asked', 'in_review', 'ordered', 'making', 'produced', 'shipped', 'ready')
    limit 1
) as application on true
left join lateral (
    select last_one.state
    from cards_card as last_one
    where last_one.person_id = person.id
    order by last_one.state <> 'cancelled' desc, last_one.id desc -- one that was lost on its way replaces nothing
    limit 1
) as card on true
left join lateral (
    select contract.employer_id
    from employment_contract as contract
    where contract.person_id = person.id
        and not contract.voided
    order by contract.id desc
    limit 1
) as employed on true
left join employers_employer as employer on employer.id = employed.employer_id
where person.id = any (%(persons)s)
