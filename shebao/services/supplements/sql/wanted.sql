-- Where the wanted months of a filing are put for a moment, with the wage in fen where it could be read.
create temporary table supplement_wanted (
    line_no integer,
    month integer,
    wage_fen bigint,
    payer_category varchar,
    province varchar  -- another one that insures the pension in the month
) on commit drop
