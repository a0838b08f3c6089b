"""Pictures of graphs, as data: what is drawn, not how.

Knows graphs; nothing of pages, terminals or applications.
"""
