-- What we know of each month and scheme of a person at an employer: what was paid and what is asked for, whether it is
-- covered, whether it was given back before or is asked back already. Months in which the employer was assessed and the
-- person was under contract stand there too where nothing was entered.
with
    entered as materialized (
        select
            charge.month,
            charge.scheme,
            coalesce(
                sum(charge.employer_fen) filter (where notice.paid_on is not null and not tariff.deferred), 0
            )::integer as employer_fen,
            coalesce(sum(charge.personal_fen) filter (where notice.paid_on is not null), 0)::integer as personal_fen,
            coalesce(
                sum(charge.employer_fen + charge.personal_fen) filter (where notice.paid_on is null and not tariff.deferred), 0
            )::integer as unpaid_fen,
            (max(array[charge.entry, charge.contract_id]))[2] as contract_id,
            (max(array[charge.entry, charge.base]))[2]::integer as base
        from contributions_charge as charge
        join contributions_notice as notice on notice.id = charge.notice_id
        join contributions_tariff as tariff on tariff.id = charge.tariff_id
        where charge.employer_id = %(employer)s
            and charge.person_id = %(person)s
            and charge.month between %(first)s and %(last)s
        group by charge.month, charge.scheme
    ),
    uncharged as (
        select assessed.month, wanted.scheme, max(contract.id) as contract_id
        from employment_contract as contract
        join (
            select distinct notice.month
            from contributions_notice as notice
            where notice.employer_id = %(employer)s
                and notice.month between %(first)s and %(last)s
                and notice.series = 0
                and notice.state <> 'open'
        ) as assessed
            on assessed.month between contract.insured_from
                and coalesce(to_char(contract.ended_on, 'YYYYMM')::integer, 999999)
        cross join unnest(%(schemes)s::varchar[]) as wanted (scheme)
        where contract.employer_id = %(employer)s
            and contract.person_id = %(person)s
            and not contract.voided
            and not exists (
                select
                from entered
                where entered.month = assessed.month
                    and entered.scheme = wanted.scheme
            )
        group by assessed.month, wanted.scheme
    ),
    known as (
        select month, scheme, contract_id, employer_fen, personal_fen, unpaid_fen, base, true as charged
        from entered
        union all
        select month, scheme, contract_id, 0, 0, 0, 0, false
        from uncharged
    )
select
    known.month,
    known.scheme,
    known.contract_id,
    known.charged,
    known.employer_fen,
    known.personal_fen,
    known.unpaid_fen,
    known.base,
    exists (
        select
        from employment_coverage as coverage
        where coverage.person_id = %(person)s
            and coverage.employer_id = %(employer)s
            and coverage.scheme = known.scheme
            and not coverage.voided
            and coverage.from_month <= known.month
            and coalesce(coverage.to_month, 999999) >= known.month
    ),
    coalesce(before.number, ''),
    coalesce(under_way.number, '')
from known
left join lateral (
    select declaration.number
    from refunds_refunditem as item
    join declarations_declaration as declaration on declaration.id = item.declaration_id
    where item.employer_id = %(employer)s
        and item.person_id = %(person)s
        and item.month = known.month
        and item.scheme = known.scheme
        and item.done
    order by item.id desc
    limit 1
) as before on true
left join lateral (
    select declaration.number
    from refunds_refunditem as item
    join declarations_declaration as declaration on declaration.id = item.declaration_id
    where item.employer_id = %(employer)s
        and item.person_id = %(person)s
        and item.month = known.month
        and item.scheme = known.scheme
        and item.code = ''
        and item.declaration_id <> %(declaration)s
        and (
            item.live
            -- confirmed, and about to be handed to the officers; under the lock on the person only who was first counts
            or (%(confirmed)s and declaration.state = 'applying')
        )
    order by item.id
    limit 1
) as under_way on true
order by known.month desc, known.scheme
