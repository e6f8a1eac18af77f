-- I6: two declared wages of one contract count for the same month.
select 'wage:' || wage.id as subject
from contributions_wage as wage
join contributions_wage as other
    on other.employer_id = wage.employer_id
    and other.contract_id = wage.contract_id
    and other.id <> wage.id
    and not other.voided
    and other.from_month <= coalesce(wage.to_month, 999999)
    and wage.from_month <= coalesce(other.to_month, 999999)
where not wage.voided
