-- Minus what was paid for persons, employers, schemes and months, on one notice an employer and month that asks for
-- nothing. What was paid of somebody is what stands on paid notices; a deferred share was not paid with its notice, and
-- what was given back before stands there with a minus. Answers the number of entries and their sums.
with
    asked as (
        select distinct one.person_id, one.employer_id, one.scheme, one.month
        from unnest(
            %(persons)s::bigint[], %(employers)s::bigint[], %(schemes)s::varchar[], %(months)s::integer[]
        ) as one (person_id, employer_id, scheme, month)
    ),
    paid as materialized (
        select
            charge.person_id,
            charge.employer_id,
            charge.scheme,
            charge.month,
            coalesce(
                sum(charge.employer_fen) filter (where notice.paid_on is not null and not tariff.deferred), 0
            )::integer as employer_fen,
            coalesce(sum(charge.personal_fen) filter (where notice.paid_on is not null), 0)::integer as personal_fen,
            max(charge.entry) as entry,
            (array_agg(charge.contract_id order by charge.entry desc))[1] as contract_id,
            (array_agg(charge.wage_fen order by charge.entry desc))[1] as wage_fen,
            (array_agg(charge.base order by charge.entry desc))[1] as base,
            (array_agg(charge.tariff_id order by tariff.deferred, charge.entry desc))[1] as tariff_id
        from asked
        join contributions_charge as charge
            on charge.month = asked.month
            and charge.employer_id = asked.employer_id
            and charge.person_id = asked.person_id
            and charge.scheme = asked.scheme
        join contributions_notice as notice on notice.id = charge.notice_id
        join contributions_tariff as tariff on tariff.id = charge.tariff_id
        where charge.month = any (%(asked_months)s::integer[])
        group by charge.person_id, charge.employer_id, charge.scheme, charge.month
    ),
    given_back as (
        select paid.*
        from paid
        where paid.employer_fen > 0
            or paid.personal_fen > 0
    ),
    drawn as materialized (
        select
            nextval(pg_get_serial_sequence('contributions_notice', 'id')) as notice_id,
            one.employer_id,
            one.month,
            term.mode,
            term.run_id,
            one.persons,
            one.employer_fen,
            one.personal_fen,
            (
                select coalesce(max(earlier.seq), 0) + 1
                from contributions_notice as earlier
                where earlier.employer_id = one.employer_id
                    and earlier.month = one.month
            )::smallint as seq
        from (
            select
                given_back.employer_id,
                given_back.month,
                count(distinct given_back.person_id) as persons,
                sum(given_back.employer_fen) as employer_fen,
                sum(given_back.personal_fen) as personal_fen
            from given_back
            group by given_back.employer_id, given_back.month
        ) as one
        join unnest(%(asked_months)s::integer[], %(modes)s::varchar[], %(runs)s::bigint[]) as term (month, mode, run_id)
            on term.month = one.month
    ),
    noticed as (
        insert into contributions_notice (
            id, number, employer_id, month, run_id, seq, mode, state, purpose, series, persons, employer_fen,
            personal_fen, deferred_fen, issued_at, paid_on, action_id
        )
        overriding system value
        select
            drawn.notice_id,
            drawn.month::text || lpad(drawn.employer_id::text, 9, '0')
                || lpad(drawn.seq::text, greatest(2, length(drawn.seq::text)), '0'),
            drawn.employer_id, drawn.month, drawn.run_id, drawn.seq, drawn.mode, 'refunded', 'refund', %(series)s,
            drawn.persons, -drawn.employer_fen, -drawn.personal_fen, 0, %(now)s, %(today)s, (select shebao_action())
        from drawn
    ),
    lined as (
        insert into contributions_noticeline (
            notice_id, scheme, persons, base_sum, employer_fen, personal_fen, deferred_fen, action_id
        )
        select
            drawn.notice_id, given_back.scheme, 0, 0, -sum(given_back.employer_fen), -sum(given_back.personal_fen), 0,
            (select shebao_action())
        from given_back
        join drawn
            on drawn.employer_id = given_back.employer_id
            and drawn.month = given_back.month
        group by drawn.notice_id, given_back.scheme
    ),
    entered as (
        insert into contributions_charge (
            person_id, employer_id, contract_id, notice_id, run_id, wage_fen, action_id,
            month, base, employer_fen, personal_fen, tariff_id, entry, scheme, kind
        )
        select
            given_back.person_id, given_back.employer_id, given_back.contract_id, drawn.notice_id, drawn.run_id,
            given_back.wage_fen, (select shebao_action()),
            given_back.month, given_back.base, -given_back.employer_fen, -given_back.personal_fen,
            given_back.tariff_id, given_back.entry + 1, given_back.scheme, '20'
        from given_back
        join drawn
            on drawn.employer_id = given_back.employer_id
            and drawn.month = given_back.month
        returning employer_fen, personal_fen
    )
select count(*), coalesce(sum(entered.employer_fen), 0), coalesce(sum(entered.personal_fen), 0)
from entered
