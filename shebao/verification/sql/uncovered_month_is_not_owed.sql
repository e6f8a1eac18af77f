-- I6: something unpaid is on record for a person and scheme in a month that the employer does not insure them in.
select distinct 'contract:' || max(charge.contract_id) as subject
from contributions_charge as charge
join contributions_notice as notice on notice.id = charge.notice_id
where notice.paid_on is null
    and not exists (
        select
        from employment_coverage as coverage
        where coverage.person_id = charge.person_id
            and coverage.scheme = charge.scheme
            and coverage.employer_id = charge.employer_id
            and not coverage.voided
            and coverage.from_month <= charge.month
            and coalesce(coverage.to_month, 999999) >= charge.month
    )
group by charge.month, charge.person_id, charge.scheme, charge.employer_id
having sum(charge.employer_fen) <> 0
    or sum(charge.personal_fen) <> 0
