-- Employers of given sizes; classes and bands of work injury in turn.
insert into employers_employer (
    id, credit_code, name, district, unit_type, injury_class, injury_band, size_class, industry, registered_on, action_id
)
select
    size.number, 'B' || lpad(size.number::text, 17, '0'), '单位' || size.number, '110105', '10',
    1 + mod(size.number, 8), (array[1.00, 1.20, 1.50])[1 + mod(size.number, 3)], '', '', date '2010-01-01',
    (select shebao_action())
from unnest(%(sizes)s::integer[]) with ordinality as size (persons, number)
