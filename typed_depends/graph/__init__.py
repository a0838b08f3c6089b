"""The second stage: dependants become one immutable graph per endpoint, proved sound.

Knows dependants and the rules between them. Knows nothing of plans or requests.
"""
