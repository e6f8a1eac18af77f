-- Forget what an earlier check of the same filing left: its lines and findings are made anew.
with
    forgotten as (
        delete from declarations_finding
        where declaration_id = %(declaration)s
    ),
    ending as (
        delete from withdrawal_withdrawalline
        where declaration_id = %(declaration)s
    )
delete from enrolment_enrolmentline
where declaration_id = %(declaration)s
