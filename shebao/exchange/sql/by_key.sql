-- For the statements that follow in this transaction: each looks up some thousand rows by key in tables of millions.
-- Statistics lag behind a counterparty that answers 100,000 messages at once, and would have them sorted or hashed whole.
select
    set_config('enable_seqscan', 'off', true),
    set_config('enable_bitmapscan', 'off', true),
    set_config('enable_hashjoin', 'off', true)
