"""What a request costs: typed_depends and its peers, as ratios to hand-written Starlette."""
