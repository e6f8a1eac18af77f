-- From the wage whose place each new one takes: until when it counts, and the payer's category. Where none counted
-- then, until the next one begins.
update bases_now as chosen
set
    to_month = case when before.id is not null then before.to_month else next.last_month end,
    payer_category = coalesce(before.payer_category, next.payer_category, '')
from bases_now as self
left join contributions_wage as before
    on before.id = self.replaces
left join lateral (
    select
        case
            when later.from_month %% 100 = 1 then later.from_month - 89  -- the December before
            else later.from_month - 1
        end as last_month,
        later.payer_category
    from contributions_wage as later
    where later.employer_id = %(employer)s
        and later.contract_id = self.contract_id
        and not later.voided
        and later.from_month > self.from_month
    order by later.from_month
    limit 1
) as next on before.id is null
where self.line_no = chosen.line_no
