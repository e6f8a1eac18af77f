-- Forget what an earlier check of the same filing left: its line, months and findings are made anew.
with
    forgotten as (
        delete from declarations_finding
        where declaration_id = %(declaration)s
    ),
    items as (
        delete from refunds_refunditem
        where declaration_id = %(declaration)s
    )
delete from refunds_refundline
where declaration_id = %(declaration)s
