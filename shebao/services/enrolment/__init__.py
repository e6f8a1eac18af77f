"""社保增员: one registration for insurance, employment and labour contract (services.md §1)."""
