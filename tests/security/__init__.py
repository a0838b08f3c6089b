"""The security schemes and OAuth scopes."""
