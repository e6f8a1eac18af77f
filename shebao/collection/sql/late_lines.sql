-- What bears late fees on notices of one month: person by person, scheme by scheme, payer by payer, net of all entries
-- that stand on the notice and on those whose place it took. The deferred share bears none, nor does what entries of
-- exempt kinds add.
with recursive
    chain as (
        select notice.id as notice_id, notice.id as part_id, notice.employer_id, notice.replaces
        from contributions_notice as notice
        where notice.id = any (%(notices)s::bigint[])
            and notice.month = %(month)s
        union all
        select chain.notice_id, earlier.id, earlier.employer_id, earlier.replaces
        from chain
        join contributions_notice as earlier on earlier.id = chain.replaces
    ),
    entry as (
        select
            chain.notice_id,
            charge.scheme,
            charge.person_id,
            case when tariff.deferred then 0 else charge.employer_fen end as employer_fen,
            charge.personal_fen,
            charge.kind = any (%(exempt)s::text[]) as exempt,
            charge.kind = '20' as cancels
        from chain
        join contributions_charge as charge
            on charge.month = %(month)s
            and charge.employer_id = chain.employer_id
            and charge.notice_id = chain.part_id
        join contributions_tariff as tariff on tariff.id = charge.tariff_id
    ),
    -- The net of all entries, but never more than those that bear fees come to: what is taken back (exempt entries below
    -- zero, cancellations) is taken from the exempt money first, and what exceeds that from the rest.
    net as (
        select
            entry.notice_id,
            entry.scheme,
            least(
                sum(entry.employer_fen),
                coalesce(
                    sum(entry.employer_fen) filter (
                        where not entry.exempt and not (entry.cancels and entry.employer_fen < 0)
                    ), 0
                )
            )::bigint as employer_fen,
            least(
                sum(entry.personal_fen),
                coalesce(
                    sum(entry.personal_fen) filter (
                        where not entry.exempt and not (entry.cancels and entry.personal_fen < 0)
                    ), 0
                )
            )::bigint as personal_fen
        from entry
        group by entry.notice_id, entry.scheme, entry.person_id
    ),
    late_line as (
        select net.notice_id, net.scheme, payer.fen
        from net
        cross join lateral (values (net.employer_fen), (net.personal_fen)) as payer (fen)
        where payer.fen > 0
    )
