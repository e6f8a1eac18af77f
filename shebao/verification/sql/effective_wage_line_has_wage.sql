-- I11: a line of a base declaration took effect, and the wage it declared is not on record exactly once.
select 'wage_line:' || line.id as subject
from bases_wageline as line
where line.state = 'effective'
    and (
        select count(*)
        from contributions_wage as wage
        where wage.employer_id = line.employer_id
            and wage.contract_id = line.contract_id
            and wage.declaration_id = line.declaration_id
            and wage.from_month = line.from_month
            and wage.wage_fen = line.wage * 100
    ) <> 1
