-- Tell tax of notices of a month, in this transaction, one message each: what it shall collect, and what it shall no
-- longer. A notice that takes the place of one that tax knows withdraws it by the same message, so that there is no
-- moment in which both or none are to be paid. What was told is not told again. Supplements are told by bills alone.
with
chosen as materialized (
    select
        notice.id, notice.number, notice.employer_id, notice.month, notice.mode, notice.state, notice.replaces,
        notice.persons, notice.employer_fen, notice.personal_fen, notice.deferred_fen, notice.due_on,
        exists (
            select
            from outbox_message as message
            where message.notice_id = notice.id
                and message.kind in ('issued', 'replaced', 'declared')
        ) as asked,
        exists (
            select
            from outbox_message as message
            where message.notice_id = notice.id
                and message.kind = 'void'
        ) as withdrawn,
        -- Looked up row by row, never joined: statistics know nothing of what this transaction has just written.
        -- A notice between that was never told, because nobody declared it, is passed over.
        (
            with recursive part as (
                select earlier.id, earlier.number, earlier.replaces, 1 as step
                from contributions_notice as earlier
                where earlier.id = notice.replaces
                union all
                select earlier.id, earlier.number, earlier.replaces, part.step + 1
                from part
                join contributions_notice as earlier on earlier.id = part.replaces
            )
            select part.number
            from part
            where exists (
                    select
                    from outbox_message as message
                    where message.notice_id = part.id
                        and message.kind in ('issued', 'replaced', 'declared')
                    offset 0
                )
                and not exists (
                    select
                    from outbox_message as message
                    where message.notice_id = part.id
                        and message.kind = 'void'
                    offset 0
                )
            order by part.step
            limit 1
        ) as replaced_number,
        -- Until the employer declares what takes its place, tax goes on asking for it: it always knows one.
        exists (
            with recursive heir as (
                select later.id, later.state
                from contributions_notice as later
                where later.replaces = notice.id
                union all
                select later.id, later.state
                from heir
                join contributions_notice as later on later.replaces = heir.id
            )
            select
            from heir
            where heir.state in ('issued', 'paid', 'to_declare')
            offset 0
        ) as succeeded
    from contributions_notice as notice
    where notice.month = %(month)s
        and notice.employer_id = any (%(employers)s::bigint[])
        and notice.state in ('issued', 'paid', 'replaced', 'void')
        and notice.series = 0
),
telling as (
    select
        chosen.*,
        2 as place,
        case
            when chosen.mode = 'self_declared_to_tax' then 'declared'
            when chosen.replaced_number is null then 'issued'
            else 'replaced'
        end as kind
    from chosen
    where chosen.state = 'issued'
        and not chosen.asked
    union all
    select chosen.*, 1, 'void'
    from chosen
    where chosen.state in ('replaced', 'void')
        and chosen.asked
        and not chosen.withdrawn
        and not chosen.succeeded
),
numbered as (
    select
        telling.*,
        (
            lpad(to_hex(telling.id), 16, '0') || '000000000000' || case telling.kind when 'void' then 'c002' else 'c001' end
        )::uuid as key,
        row_number() over by_employer as step
    from telling
    window by_employer as (partition by telling.employer_id order by telling.place, telling.id)
),
written as (
    insert into outbox_message (
        key, system, kind, sequence, previous, employer_id, declaration_id, line_no, notice_id, payload,
        state, attempts, last_error, failure_kind, answer_code, answer_text, chased, action_id
    )
    select
        numbered.key, 'tax', numbered.kind,
        coalesce(before.sequence, 0) + numbered.step,
        coalesce(lag(numbered.key) over (partition by numbered.employer_id order by numbered.step), before.key),
        numbered.employer_id, 0, 0, numbered.id,
        case numbered.kind
            when 'void' then jsonb_build_object(
                'notice', numbered.number,
                'employer_code', employer.credit_code,
                'month', numbered.month
            )
            else jsonb_build_object(
                'notice', numbered.number,
                'employer_code', employer.credit_code,
                'employer_name', employer.name,
                'district', employer.district,
                'month', numbered.month,
                'replaces', numbered.replaced_number,
                'due_on', numbered.due_on,
                'persons', numbered.persons,
                'employer_fen', numbered.employer_fen,
                'personal_fen', numbered.personal_fen,
                'deferred_fen', numbered.deferred_fen,
                'due_fen', numbered.employer_fen + numbered.personal_fen - numbered.deferred_fen,
                'lines', (
                    select coalesce(
                        jsonb_agg(
                            jsonb_build_object(
                                'scheme', line.scheme,
                                'employer_fen', line.employer_fen,
                                'personal_fen', line.personal_fen,
                                'deferred_fen', line.deferred_fen
                            ) order by line.scheme
                        ),
                        '[]'::jsonb
                    )
                    from contributions_noticeline as line
                    where line.notice_id = numbered.id
                )
            )
        end,
        'waiting', 0, '', '', '', '', 0, (select shebao_action())
    from numbered
    join employers_employer as employer on employer.id = numbered.employer_id
    left join lateral (
        select earlier.key, earlier.sequence
        from outbox_message as earlier
        where earlier.person_id is null
            and earlier.employer_id = numbered.employer_id
            and earlier.system = 'tax'
        order by earlier.id desc
        limit 1
    ) as before on true
    order by numbered.employer_id, numbered.step
    returning id
)
select count(*), set_config('enable_seqscan', 'on', true)
from written
