s/^ALGORITHM\(([a-z0-9_]+)\).*/algo \1/p
s/^ENVIRONMENT\(([a-z0-9_]+)\).*/env \1/p
s/^PLAIN\(([a-z0-9_]+)\).*/plain \1/p
