"""What a callable asks for: facts about dependants, from a tree or from its ledger.

`dependant` is the data, `providers` says which callable an expression means, `reading`
gathers the markers of a module's tree, `record` is how the ledger keeps them, and
`lookup` puts a dependant together, wherever it is defined. Knows no rules.
"""
