"""The hooks on calls: each finds its calls among all others, and has them judged."""
