-- Where the outcome of the check is put for a moment.
create temporary table change_outcome (
    line_no integer,
    state varchar,
    needs_review boolean,
    person_id bigint,
    other_id bigint,
    change_type varchar,
    stages smallint,
    content varchar
) on commit drop
