"""Problems on the desk: the ledger, one problem, registering, looking back, regime work."""
