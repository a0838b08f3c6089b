"""What runs in processes of its own. Imports nothing that a contender could have imported."""
