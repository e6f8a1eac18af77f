-- The first declared wage of a contract counts from later on than its coverage.
-- Cause: the coverage was begun earlier by a correction, the wage was not.
-- Closes: declare_wage
select
    'contract:' || declared.contract_id as subject,
    spell.from_month as month,
    declared.employer_id,
    null::bigint as fen
from (
    select wage.employer_id, wage.contract_id, min(wage.from_month) as from_month
    from contributions_wage as wage
    where not wage.voided
    group by wage.employer_id, wage.contract_id
) as declared
join (
    select coverage.employer_id, coverage.contract_id, min(coverage.from_month) as from_month
    from employment_coverage as coverage
    where not coverage.voided
    group by coverage.employer_id, coverage.contract_id
) as spell
    on spell.employer_id = declared.employer_id
    and spell.contract_id = declared.contract_id
where declared.from_month > spell.from_month
