"""Private data and secrets in texts: where they stand, and how they are shown without telling them.

Each module knows one sort of value. `find.spans` joins them; the rules of the families PII and
SEC, the mask of the reports and the redaction of `prepare` all read the same spans.
"""
