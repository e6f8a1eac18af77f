-- Put the outcome on the lines: where each stands, what it replaces, and what that changes a month.
with
    change as (
        select
            outcome.line_no,
            jsonb_object_agg(covered.scheme, jsonb_build_array(before.base, after.base)) as bases,
            coalesce(sum(before.employer_fen), 0) as employer_before_fen,
            coalesce(sum(after.employer_fen), 0) as employer_after_fen,
            coalesce(sum(before.personal_fen), 0) as personal_before_fen,
            coalesce(sum(after.personal_fen), 0) as personal_after_fen
        from bases_outcome as outcome
        cross join lateral unnest(string_to_array(outcome.schemes, ',')) as covered (scheme)
        left join preview_now as before
            on before.contract_id = outcome.contract_id
            and before.scheme = covered.scheme
            and before.wage_fen = outcome.wage_before_fen
        left join preview_now as after
            on after.contract_id = outcome.contract_id
            and after.scheme = covered.scheme
            and after.wage_fen = outcome.wage_after_fen
        where outcome.state = 'good'
        group by outcome.line_no
    )
update bases_wageline as line
set
    state = outcome.state,
    contract_id = outcome.contract_id,
    person_id = outcome.person_id,
    from_month = outcome.from_month,
    replaces = outcome.replaces,
    wage_before_fen = outcome.wage_before_fen,
    bases = change.bases,
    employer_before_fen = change.employer_before_fen,
    employer_after_fen = change.employer_after_fen,
    personal_before_fen = change.personal_before_fen,
    personal_after_fen = change.personal_after_fen
from bases_outcome as outcome
left join change
    on change.line_no = outcome.line_no
where line.declaration_id = %(declaration)s
    and line.line_no = outcome.line_no
