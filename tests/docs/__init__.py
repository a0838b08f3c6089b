"""The written pages that are made from, or held to, the running code."""
