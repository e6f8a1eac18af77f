-- The wanted months in the wanted schemes of everybody who is known. Of a filing by page (`all_of_them`) also every other
-- month from the first contract here to its end or the current month: that is what the page offers and refuses.
create temporary table supplement_candidate on commit drop as
with
    known as (
        select line.line_no, line.schemes, person.id as person_id
        from supplements_supplementline as line
        join persons_person as named
            on named.document_number = line.document_number
            and named.document_type = line.document_type
        join persons_person as person
            on person.id = case
                when named.same_person is null then named.id
                else shebao_record_at(named.same_person, line.employer_id)
            end
        where line.declaration_id = %(declaration)s
            and line.document_number <> ''
            and exists (
                select
                from employment_contract as held
                where held.person_id = person.id
                    and held.employer_id = %(employer)s
                    and not held.voided
            )
    ),
    wanted as (
        select
            known.line_no, known.person_id, wanted.month, scheme.code as scheme, wanted.wage_fen, wanted.payer_category,
            wanted.province
        from known
        join supplement_wanted as wanted
            on wanted.line_no = known.line_no
        cross join lateral unnest(string_to_array(known.schemes, ',')) as scheme (code)
    ),
    employed as (
        select
            known.line_no,
            known.person_id,
            min(least(date_trunc('month', contract.starts_on), to_date(contract.insured_from::text, 'YYYYMM'))) as first_day,
            max(least(contract.ended_on, to_date(%(current)s::text, 'YYYYMM'))) as last_day
        from known
        join employment_contract as contract
            on contract.person_id = known.person_id
            and contract.employer_id = %(employer)s
            and not contract.voided
        where %(all_of_them)s
        group by known.line_no, known.person_id
    ),
    other as (
        select
            employed.line_no,
            employed.person_id,
            to_char(day.first, 'YYYYMM')::integer as month,
            scheme.code as scheme
        from employed
        cross join lateral generate_series(employed.first_day, employed.last_day, interval '1 month') as day (first)
        cross join lateral unnest(%(schemes)s::varchar[]) as scheme (code)
    )
select
    wanted.line_no, wanted.person_id, wanted.month, wanted.scheme, wanted.wage_fen, wanted.payer_category, wanted.province,
    true as wanted
from wanted
union all
select other.line_no, other.person_id, other.month, other.scheme, null, '', '', false
from other
where not exists (
    select
    from wanted
    where wanted.line_no = other.line_no
        and wanted.month = other.month
        and wanted.scheme = other.scheme
)
