-- For each month and scheme in supplement_candidate: the contract here that it lies in, the wage that counts in it already
-- where another scheme is covered, and why it cannot be made up; an empty code where it can. Asked when a filing is
-- checked, and again under the lock before it takes effect.
select
    candidate.line_no,
    candidate.person_id,
    candidate.month,
    candidate.scheme,
    candidate.wage_fen,
    candidate.payer_category,
    candidate.wanted,
    contract.id as contract_id,
    standing.wage_fen as fixed_wage_fen,
    standing.payer_category as fixed_category,
    case
        when candidate.month < %(first_month)s then 'before_first'
        when contract.id is null then 'not_under_contract'
        when candidate.month < opening.first_month then 'before_opening'
        when to_date(candidate.month::text, 'YYYYMM') > least(person.died_on, life.died_on) then 'deceased'
        when to_date(candidate.month::text, 'YYYYMM') > least(person.retired_on, life.retired_on) then 'draws_pension'
        when covered.employer_id = %(employer)s then 'covered_here'
        when covered.employer_id is not null then 'covered_elsewhere'
        when candidate.month > %(last_assessed)s then 'not_assessed'
        when candidate.province <> '' and left(candidate.scheme, 1) = '1' then 'covered_in_province'
        else ''
    end as code,
    case
        when candidate.month >= %(first_month)s
            and contract.id is not null
            and covered.employer_id <> %(employer)s then covered.district
        when covered.employer_id is null and left(candidate.scheme, 1) = '1' then candidate.province
        else ''
    end as detail
from supplement_candidate as candidate
join persons_person as person
    on person.id = candidate.person_id
left join lateral (
    -- what is known under another record of the same person
    select min(record.died_on) as died_on, min(record.retired_on) as retired_on
    from persons_person as record
    where record.same_person = person.same_person
) as life on true
left join unnest(%(document_types)s::varchar[], %(openings)s::integer[]) as opening (document_type, first_month)
    on opening.document_type = person.document_type
left join lateral (
    select held.id
    from employment_contract as held
    where held.person_id = candidate.person_id
        and held.employer_id = %(employer)s
        and not held.voided
        and least(to_char(held.starts_on, 'YYYYMM')::integer, held.insured_from) <= candidate.month
        and (held.ended_on is null or to_char(held.ended_on, 'YYYYMM')::integer >= candidate.month)
    order by held.id desc
    limit 1
) as contract on true
left join lateral (
    -- schemes of one first digit exclude each other, as the trigger coverage_once says
    select coverage.employer_id, employer.district
    from employment_coverage as coverage
    join employers_employer as employer
        on employer.id = coverage.employer_id
    where coverage.person_id = any (
            case when person.same_person is null then array[person.id] else shebao_records(person.same_person) end
        )
        and left(coverage.scheme, 1) = left(candidate.scheme, 1)
        and (coverage.scheme <> '410' or coverage.employer_id = %(employer)s)
        and not coverage.voided
        and coverage.from_month <= candidate.month
        and coalesce(coverage.to_month, 999999) >= candidate.month
    order by coverage.employer_id <> %(employer)s
    limit 1
) as covered on true
left join lateral (
    select wage.wage_fen, wage.payer_category
    from contributions_wage as wage
    where wage.employer_id = %(employer)s
        and wage.contract_id = contract.id
        and not wage.voided
        and wage.from_month <= candidate.month
        and coalesce(wage.to_month, 999999) >= candidate.month
        and exists (
            select
            from employment_coverage as other
            where other.employer_id = %(employer)s
                and other.contract_id = contract.id
                and not other.voided
                and other.from_month <= candidate.month
                and coalesce(other.to_month, 999999) >= candidate.month
        )
    limit 1
) as standing on true
