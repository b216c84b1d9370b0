"""What every face shares: layout, components, preferences, error pages."""
