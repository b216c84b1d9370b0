"""The officials' web interface: plans, work, reports, organization. Calls acts and queries; writes nothing itself."""
