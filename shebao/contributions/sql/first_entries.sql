-- The month of employers of whom nothing is on record in it yet: whatever is owed is entered, their notices are issued,
-- their clerks are told, and whoever cannot be assessed is named. One statement, so that what is computed is kept in
-- memory and read thrice. Answers the number of entries and their sums.
with
    -- No more than what is needed: it is written down once and read thrice.
    assessed as materialized (
        select
            whole.person_id, whole.employer_id, whole.contract_id, whole.notice_id, whole.wage_fen,
            whole.base, whole.employer_fen, whole.personal_fen, whole.tariff_id, whole.scheme, whole.deferred,
            whole.missing, nullif(whole.missing_law, '') as missing_law
        from (
            {assess}
        ) as whole
    ),
    entered as (
        insert into contributions_charge (
            person_id, employer_id, contract_id, notice_id, run_id, wage_fen, action_id,
            month, base, employer_fen, personal_fen, tariff_id, entry, scheme, kind
        )
        select
            assessed.person_id, assessed.employer_id, assessed.contract_id, assessed.notice_id, %(run)s,
            assessed.wage_fen, (select shebao_action()),
            %(month)s, assessed.base, assessed.employer_fen, assessed.personal_fen, assessed.tariff_id, 1,
            assessed.scheme, '10'
        from assessed
        where assessed.missing is null
    ),
    lines as (
        insert into contributions_noticeline (
            notice_id, scheme, persons, base_sum, employer_fen, personal_fen, deferred_fen, action_id
        )
        select
            assessed.notice_id, assessed.scheme, count(*), sum(assessed.base),
            sum(assessed.employer_fen), sum(assessed.personal_fen),
            coalesce(sum(assessed.employer_fen) filter (where assessed.deferred), 0),
            (select shebao_action())
        from assessed
        where assessed.missing is null
        group by assessed.notice_id, assessed.scheme
        returning notice_id, persons, employer_fen, personal_fen, deferred_fen
    ),
    total as materialized (
        select
            lines.notice_id,
            sum(lines.persons) as entries,
            sum(lines.employer_fen) as employer_fen,
            sum(lines.personal_fen) as personal_fen,
            sum(lines.deferred_fen) as deferred_fen
        from lines
        group by lines.notice_id
    ),
    people as materialized (
        select assessed.notice_id, count(distinct assessed.person_id) as persons
        from assessed
        where assessed.missing is null
        group by assessed.notice_id
    ),
    issued as (
        insert into contributions_notice (
            id, number, employer_id, month, run_id, seq, mode, state, persons,
            employer_fen, personal_fen, deferred_fen, issued_at, due_on, action_id
        )
        overriding system value
        select
            payer.notice_id,
            %(month)s::text || lpad(payer.employer_id::text, 9, '0') || '01',
            payer.employer_id, %(month)s, %(run)s, 1, %(mode)s,
            case
                when total.employer_fen + total.personal_fen = total.deferred_fen then 'void'
                when %(mode)s = 'assessed_by_agency' then 'issued'
                else 'to_declare'
            end,
            people.persons, total.employer_fen, total.personal_fen, total.deferred_fen, %(now)s, %(due_on)s,
            (select shebao_action())
        from total
        join people on people.notice_id = total.notice_id
        join payer_now as payer on payer.notice_id = total.notice_id
        returning *
    ),
    told as (
        insert into notices_notice (employer_id, at, kind, params, severity, action_id)
        {news}
    ),
    closed as (
        update contributions_problem as problem
        set closed_at = %(now)s
        where problem.month = %(month)s
            and problem.closed_at is null
            and problem.employer_id in (select payer.employer_id from payer_now as payer)
            and not exists (
                select
                from assessed
                where assessed.missing = problem.code
                    and assessed.person_id = problem.person_id
                    and assessed.scheme = problem.scheme
                    and assessed.employer_id = problem.employer_id
            )
    ),
    problems as (
        insert into contributions_problem (run_id, month, employer_id, person_id, scheme, code, detail, action_id)
        select
            %(run)s, %(month)s, assessed.employer_id, assessed.person_id, assessed.scheme, assessed.missing,
            left(coalesce(assessed.missing_law, ''), 300), (select shebao_action())
        from assessed
        where assessed.missing is not null
            and not exists (
                select
                from contributions_problem as known
                where known.month = %(month)s
                    and known.closed_at is null
                    and known.employer_id = assessed.employer_id
                    and known.person_id = assessed.person_id
                    and known.scheme = assessed.scheme
                    and known.code = assessed.missing
            )
    )
select
    coalesce(sum(total.entries), 0), coalesce(sum(total.employer_fen), 0), coalesce(sum(total.personal_fen), 0)
from total
