-- Forget what an earlier check of the same filing left: its lines, values and findings are made anew.
with
    forgotten as (
        delete from declarations_finding
        where declaration_id = %(declaration)s
    ),
    items as (
        delete from person_changes_changeitem
        where declaration_id = %(declaration)s
    )
delete from person_changes_changeline
where declaration_id = %(declaration)s
