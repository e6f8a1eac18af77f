-- Forget what an earlier check of the same filing left: its lines and findings are made anew.
with forgotten as (
    delete from declarations_finding
    where declaration_id = %(declaration)s
)
delete from cards_cardline
where declaration_id = %(declaration)s
