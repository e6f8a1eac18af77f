-- Months are missing between two spells of a contract in one scheme.
-- Cause: the employer stopped a scheme and went on later, or a spell in between was withdrawn.
-- Closes: file_supplement
select
    'contract:' || spell.contract_id || ' ' || spell.scheme as subject,
    spell.missing as month,
    spell.employer_id,
    null::bigint as fen
from (
    select
        coverage.contract_id,
        coverage.employer_id,
        coverage.scheme,
        case when coverage.to_month %% 100 = 12 then coverage.to_month + 89 else coverage.to_month + 1 end as missing,
        lead(coverage.from_month) over one as next_from
    from employment_coverage as coverage
    where not coverage.voided
    window one as (
        partition by coverage.employer_id, coverage.contract_id, coverage.scheme
        order by coverage.from_month
    )
) as spell
where spell.missing < spell.next_from
    -- what was given back is not insured any more, and stays so
    and not exists (
        select
        from refunds_refunditem as item
        where item.employer_id = spell.employer_id
            and item.contract_id = spell.contract_id
            and item.scheme = spell.scheme
            and item.month = spell.missing
            and item.done
    )
