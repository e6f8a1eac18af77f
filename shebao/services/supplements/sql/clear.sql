-- Forget what an earlier check of the same filing left: its lines, items and findings are made anew.
with
    forgotten as (
        delete from declarations_finding
        where declaration_id = %(declaration)s
    ),
    items as (
        delete from supplements_supplementitem
        where declaration_id = %(declaration)s
    )
delete from supplements_supplementline
where declaration_id = %(declaration)s
