"""The first version of the API, one file a resource."""
