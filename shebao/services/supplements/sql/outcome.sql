-- Where the outcome of the check is put for a moment.
create temporary table supplement_outcome (
    line_no integer,
    state varchar,
    needs_review boolean,
    person_id bigint,
    kind varchar
) on commit drop
