"""What a callable asks for: facts about dependants, from a tree or from its ledger.

`dependant` is the data, `providers` says which callable an expression means, `reading`
gathers the markers of a module's tree (`written` knows them by place, `marked` as what they
ask for, `assigned` reads assignments), `record` is how the ledger keeps them. `assembly`
puts markers and parameters together, `callables` knows what runs when a provider is called,
and `lookup` is what the rules ask, wherever a dependant is defined. Knows no rules.
"""
