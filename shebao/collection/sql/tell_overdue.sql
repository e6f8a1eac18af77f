-- Tell tax that notices of a month are overdue, and on which lines the late fee runs: how many lines of which amount.
{late_lines},
    amounts as (
        select late_line.notice_id, late_line.fen, count(*) as lines
        from late_line
        group by late_line.notice_id, late_line.fen
    ),
    overdue as (
        select notice.id, notice.number, notice.employer_id, since.first_day
        from unnest(%(notices)s::bigint[], %(first_days)s::date[]) as since (notice_id, first_day)
        join contributions_notice as notice on notice.id = since.notice_id
    ),
    numbered as (
        select
            overdue.*,
            (lpad(to_hex(overdue.id), 16, '0') || '000000000000c003')::uuid as key,
            row_number() over (partition by overdue.employer_id order by overdue.id) as step
        from overdue
    ),
    written as (
        insert into outbox_message (
            key, system, kind, sequence, previous, employer_id, declaration_id, line_no, notice_id, payload,
            state, attempts, last_error, failure_kind, answer_code, answer_text, chased, action_id
        )
        select
            numbered.key, 'tax', 'overdue',
            coalesce(before.sequence, 0) + numbered.step,
            coalesce(lag(numbered.key) over (partition by numbered.employer_id order by numbered.step), before.key),
            numbered.employer_id, 0, 0, numbered.id,
            jsonb_build_object(
                'notice', numbered.number,
                'employer_code', employer.credit_code,
                'month', %(month)s::integer,
                'late_from', numbered.first_day,
                'daily_ppm', %(ppm)s::integer,
                'capped', %(capped)s::boolean,
                'lines', (
                    select coalesce(jsonb_agg(jsonb_build_array(amounts.fen, amounts.lines) order by amounts.fen), '[]'::jsonb)
                    from amounts
                    where amounts.notice_id = numbered.id
                )
            ),
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
