"""Measures Plumbline beside its peers; `Benchmarks/run` and `Benchmarks/report` start it. The standard library only."""
