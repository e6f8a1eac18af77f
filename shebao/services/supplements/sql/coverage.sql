-- Months that follow each other are one spell, for each person, scheme and contract. Counted in months since year 0.
with
    month as (
        select item.person_id, item.scheme, item.contract_id, item.month / 100 * 12 + item.month %% 100 - 1 as number
        from supplement_now as chosen
        join supplements_supplementitem as item
            on item.declaration_id = %(declaration)s
            and item.line_no = chosen.line_no
            and item.state = 'chosen'
    ),
    spell as (
        select held.person_id, held.scheme, held.contract_id, span.months
        from (
            select
                month.person_id, month.scheme, month.contract_id,
                range_agg(int4range(month.number, month.number + 1)) as all_months
            from month
            group by month.person_id, month.scheme, month.contract_id
        ) as held
        cross join lateral unnest(held.all_months) as span (months)
    )
insert into employment_coverage (
    person_id, scheme, from_month, to_month, employer_id, contract_id, voided, action_id
)
select
    spell.person_id, spell.scheme,
    lower(spell.months) / 12 * 100 + lower(spell.months) %% 12 + 1,
    (upper(spell.months) - 1) / 12 * 100 + (upper(spell.months) - 1) %% 12 + 1,
    %(employer)s, spell.contract_id, false, (select shebao_action())
from spell
order by spell.person_id, spell.scheme, lower(spell.months)
