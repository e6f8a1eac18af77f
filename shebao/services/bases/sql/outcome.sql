-- Where the outcome of the check is put for a moment.
create temporary table bases_outcome (
    line_no integer,
    state varchar,
    contract_id bigint,
    person_id bigint,
    from_month integer,
    replaces bigint,
    wage_before_fen bigint,
    bases jsonb,
    employer_before_fen bigint,
    employer_after_fen bigint,
    personal_before_fen bigint,
    personal_after_fen bigint
) on commit drop
