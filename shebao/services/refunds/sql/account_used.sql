-- Whether refunds were ordered to an account before: of this employer, and of any other one.
select
    exists (
        select
        from refunds_payout as payout
        where payout.account_number = %(number)s
            and payout.employer_id = %(employer)s
    ),
    exists (
        select
        from refunds_payout as payout
        where payout.account_number = %(number)s
            and payout.employer_id <> %(employer)s
    )
