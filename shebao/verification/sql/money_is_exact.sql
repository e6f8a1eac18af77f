-- I2: a column that holds floating-point numbers.
select class.relname || '.' || attribute.attname as subject
from pg_attribute as attribute
join pg_class as class
    on class.oid = attribute.attrelid
where class.relnamespace = 'public'::regnamespace
    and class.relkind in ('r', 'p', 'v', 'm')
    and attribute.attnum > 0
    and not attribute.attisdropped
    and attribute.atttypid in ('float4'::regtype, 'float8'::regtype, 'money'::regtype)
