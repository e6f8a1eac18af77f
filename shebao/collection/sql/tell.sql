-- Tell tax of notices of a month, in this transaction, one message each: what is in `telling`. What was told is not told
-- again. Supplements are told by bills alone.
with
{telling},
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
