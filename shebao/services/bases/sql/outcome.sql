-- Where the outcome of the check is put for a moment; of good lines also what their money depends on.
create temporary table bases_outcome (
    line_no integer,
    state varchar,
    contract_id bigint,
    person_id bigint,
    from_month integer,
    replaces bigint,
    wage_before_fen bigint,
    wage_after_fen bigint,
    schemes varchar,
    payer_category varchar
) on commit drop
