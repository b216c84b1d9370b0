"""The grammar of plan documents: small rules, each with a specimen page in docs/reading, composed by `plan.read`."""
