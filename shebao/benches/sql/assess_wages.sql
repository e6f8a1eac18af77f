-- Everybody's wage. Persons are scattered over the employers, as in a real city: neighbours by key are no colleagues.
insert into contributions_wage (
    employer_id, contract_id, person_id, from_month, wage_fen, payer_category, origin, voided, action_id
)
select
    place.employer_id,
    place.number,
    1 + mod(place.number * 7919, %(scatter)s),
    202001,
    200000 + mod(place.number * 104729, 4000000),
    case when mod(place.number, 10) < 7 then 'local_urban' else 'outside_urban' end,
    'enrolment', false, (select shebao_action())
from (
    select size.number as employer_id, size.before + offset_in as number
    from (
        select size.number, size.persons, sum(size.persons) over (order by size.number) - size.persons as before
        from unnest(%(sizes)s::integer[]) with ordinality as size (persons, number)
    ) as size
    cross join lateral generate_series(1, size.persons) as offset_in
) as place
