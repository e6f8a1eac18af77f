-- The wages of the months that have none that stays: by contract, wage and category in spans, counted in months since
-- year 0. What counted for these months before, though nobody was covered, is cut around them.
create temporary table supplement_wage on commit drop as
with
    month as (
        select distinct
            item.contract_id, item.person_id, item.wage_fen, item.payer_category,
            item.month / 100 * 12 + item.month %% 100 - 1 as number
        from supplement_now as chosen
        join supplements_supplementitem as item
            on item.declaration_id = %(declaration)s
            and item.line_no = chosen.line_no
            and item.state = 'chosen'
            and item.fixed_wage_fen is null
    ),
    wanted as (
        select
            month.contract_id, month.person_id, month.wage_fen, month.payer_category,
            range_agg(int4range(month.number, month.number + 1)) as months
        from month
        group by month.contract_id, month.person_id, month.wage_fen, month.payer_category
    ),
    before as (
        select
            wage.id, wage.contract_id, wage.person_id, wage.wage_fen, wage.payer_category, wage.origin, wage.declaration_id,
            int4multirange(
                int4range(
                    wage.from_month / 100 * 12 + wage.from_month %% 100 - 1,
                    wage.to_month / 100 * 12 + wage.to_month %% 100
                )
            ) as months
        from contributions_wage as wage
        where wage.employer_id = %(employer)s
            and wage.contract_id in (select wanted.contract_id from wanted)
            and not wage.voided
    ),
    cut as (
        select
            before.id, before.contract_id, before.person_id, before.wage_fen, before.payer_category, before.origin,
            before.declaration_id, before.months - taken.months as months
        from before
        join (
            select wanted.contract_id, range_agg(wanted.months) as months
            from wanted
            group by wanted.contract_id
        ) as taken
            on taken.contract_id = before.contract_id
            and taken.months && before.months
    )
select
    null::bigint as replaces, wanted.contract_id, wanted.person_id, wanted.wage_fen, wanted.payer_category,
    'supplement' as origin, %(declaration)s::bigint as declaration_id, span.months
from wanted
cross join lateral unnest(wanted.months) as span (months)
union all
select
    cut.id, cut.contract_id, cut.person_id, cut.wage_fen, cut.payer_category, cut.origin, cut.declaration_id, span.months
from cut
left join lateral unnest(cut.months) as span (months) on true
