-- A notice for every employer and series that has entries to come and none that is open; numbered on from the last of
-- the month, whatever its series.
insert into contributions_notice (
    number, employer_id, month, run_id, seq, mode, state, purpose, series, replaces, persons, employer_fen,
    personal_fen, deferred_fen, action_id
)
select
    wanted.month::text || lpad(wanted.employer_id::text, 9, '0')
        || lpad(wanted.seq::text, greatest(2, length(wanted.seq::text)), '0'),
    wanted.employer_id, wanted.month, %(run)s, wanted.seq, %(mode)s, 'open',
    case wanted.series when 0 then 'regular' else 'supplement' end,
    wanted.series, null, 0, 0, 0, 0,
    (select shebao_action())
from (
    select
        asked.employer_id,
        asked.series,
        %(month)s::integer as month,
        (
            {seq} + row_number() over (partition by asked.employer_id order by asked.series)
        )::smallint as seq
    from unnest(%(employers)s::bigint[], %(series)s::bigint[]) as asked (employer_id, series)
    where not exists (
            select
            from contributions_notice as notice
            where notice.employer_id = asked.employer_id
                and notice.month = %(month)s
                and {standing}
        )
) as wanted
order by wanted.employer_id, wanted.seq
on conflict do nothing
