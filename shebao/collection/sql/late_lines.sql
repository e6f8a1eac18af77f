-- What bears late fees on notices of one month: person by person, scheme by scheme, payer by payer, net of all entries
-- that stand on the notice and on those whose place it took. The deferred share and exempt kinds of entries bear none.
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
    net as (
        select
            chain.notice_id,
            charge.scheme,
            coalesce(sum(charge.employer_fen) filter (where not tariff.deferred), 0)::bigint as employer_fen,
            sum(charge.personal_fen)::bigint as personal_fen
        from chain
        join contributions_charge as charge
            on charge.month = %(month)s
            and charge.employer_id = chain.employer_id
            and charge.notice_id = chain.part_id
            and charge.kind <> all (%(exempt)s::text[])
        join contributions_tariff as tariff on tariff.id = charge.tariff_id
        group by chain.notice_id, charge.scheme, charge.person_id
    ),
    late_line as (
        select net.notice_id, net.scheme, payer.fen
        from net
        cross join lateral (values (net.employer_fen), (net.personal_fen)) as payer (fen)
        where payer.fen > 0
    )
