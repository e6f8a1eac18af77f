-- A digest of what the amounts of the lines rest on now: contract, charges on record since the month in which each line
-- ends it, wages, coverage, and the kind of payer that the employer is. Null where no line is about a contract.
select
    md5(
        string_agg(
            concat_ws(
                '/', line.line_no, contract.id, contract.ended_on, contract.voided, charged.told, wages.told, spells.told
            ),
            ';' order by line.line_no
        )
        || (
            select concat_ws('/', employer.injury_class, employer.injury_band, employer.size_class, employer.industry)
            from employers_employer as employer
            where employer.id = min(line.employer_id)
        )
    )
from withdrawal_withdrawalline as line
join employment_contract as contract
    on contract.id = line.contract_id
left join lateral (
    select string_agg(sums.told, ',' order by sums.told) as told
    from (
        select
            concat_ws(
                ':', charge.month, charge.scheme, notice.paid_on is not null, sum(charge.employer_fen),
                sum(charge.personal_fen)
            ) as told
        from contributions_charge as charge
        join contributions_notice as notice
            on notice.id = charge.notice_id
        where charge.month >= coalesce(line.last_month, contract.insured_from)
            and charge.employer_id = line.employer_id
            and charge.person_id = contract.person_id
        group by charge.month, charge.scheme, notice.paid_on is not null
    ) as sums
) as charged on true
left join lateral (
    select string_agg(concat_ws(':', wage.from_month, wage.to_month, wage.wage_fen, wage.payer_category), ','
        order by wage.from_month) as told
    from contributions_wage as wage
    where wage.employer_id = line.employer_id
        and wage.contract_id = contract.id
        and not wage.voided
) as wages on true
left join lateral (
    select string_agg(concat_ws(':', coverage.scheme, coverage.from_month, coverage.to_month), ','
        order by coverage.scheme, coverage.from_month) as told
    from employment_coverage as coverage
    where coverage.employer_id = line.employer_id
        and coverage.contract_id = contract.id
        and not coverage.voided
) as spells on true
where line.declaration_id = %(declaration)s
